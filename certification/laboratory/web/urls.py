"""Mounted at /staff/certification/laboratory/."""

from django.urls import URLPattern, URLResolver, path

from certification.laboratory.web import acts, desk, office

app_name = "cert_laboratory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("samples/<str:code>/", desk.sample, name="sample"),
    path("samples/<str:code>/hand-over/", acts.hand_over, name="hand-over"),
    path("samples/<str:code>/receive/", acts.receive, name="receive"),
    path("samples/<str:code>/reject/", acts.reject, name="reject"),
    path("samples/<str:code>/take/", acts.take, name="take"),
    path("samples/<str:code>/results/", acts.results, name="results"),
    path("samples/<str:code>/verify/", acts.take_to_verify, name="verify"),
    path("samples/<str:code>/release/", acts.release, name="release"),
    path("samples/<str:code>/send-back/", acts.send_back, name="send-back"),
    path("samples/<str:code>/retract/", office.retract, name="retract"),
    path("samples/<str:code>/retest/", office.retest, name="retest"),
]
