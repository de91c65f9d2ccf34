"""Mounted at /staff/certification/visits/."""

from django.urls import URLPattern, URLResolver, path

from certification.inspection.web import desk, fill, phone

app_name = "cert_inspection"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("phone/", phone.shell, name="phone"),
    path("phone/worker.js", phone.worker, name="worker"),
    path("packs/", phone.packs, name="packs"),
    path("<int:number>/", desk.visit, name="visit"),
    path("<int:number>/plan/", desk.plan, name="plan"),
    path("<int:number>/fill/", fill.fill, name="fill"),
    path("<int:number>/files/<uuid:file>/", phone.file, name="file"),
    path("<int:number>/files/<uuid:file>/drop/", fill.drop, name="drop"),
    path("<int:number>/report/", phone.report, name="report"),
]
