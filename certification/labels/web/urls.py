"""Mounted at /staff/certification/labels/."""

from django.urls import URLPattern, URLResolver, path

from certification.labels.web import desk

app_name = "cert_labels"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("batches/<int:number>/", desk.batch, name="batch"),
    path("batches/<int:number>/again/", desk.again, name="again"),
    path("batches/<int:number>/attach/", desk.attach_all, name="attach-all"),
    path("batches/<int:number>/<int:part>.pdf", desk.sheet, name="sheet"),
    path("attach/", desk.attach, name="attach"),
    path("take-out/", desk.take_out, name="take-out"),
    path("label/<str:code>/", desk.label, name="label"),
]
