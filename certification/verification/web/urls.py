"""Mounted at /verify/, in every language."""

from django.urls import URLPattern, URLResolver, path

from certification.verification.web import views

app_name = "cert_verification"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.check, name="check"),
    path("<str:code>/", views.label, name="label"),
    path("<str:code>/report/", views.report, name="report"),
]
