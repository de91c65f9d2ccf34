"""Mounted at /staff/sellers/. A group's code is in capitals, so it is never one of our words."""

from django.urls import path

from sellers.registry.web import import_views, views

app_name = "registry"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("imports/", import_views.imports, name="imports"),
    path("imports/<int:number>/", import_views.import_page, name="import"),
    path("imports/<int:number>/faults.csv", import_views.import_faults, name="import-faults"),
    path("imports/<int:number>/apply/", import_views.apply_import, name="import-apply"),
    path("imports/<int:number>/again/", import_views.again, name="import-again"),
    path("imports/<int:number>/discard/", import_views.discard, name="import-discard"),
    path("federations/<int:number>/", views.federation, name="federation"),
    path("<str:code>/", views.group_desk, name="group"),
    path("<str:code>/audit/", views.audit_of_group, name="audit"),
    path("<str:code>/licences/<int:number>/paper/", views.licence_paper, name="licence-paper"),
    path("<str:code>/<slug:act>/", views.act, name="act"),
    path("<str:code>/<slug:act>/<int:number>/", views.act, name="act-on"),
]
