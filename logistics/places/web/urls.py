"""Mounted at /staff/logistics/."""

from django.urls import path

from logistics.places.web import importing, views

app_name = "logistics_places"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("import/", importing.import_places, name="import"),
    path("import/template.csv", importing.template, name="import-template"),
    path("import/places.csv", importing.as_it_is, name="import-now"),
    path("places/new/", views.new, name="new"),
    path("places/<str:code>/", views.one, name="one"),
    path("places/<str:code>/edit/", views.edit, name="edit"),
    path("places/<str:code>/staff/<int:person_id>/end/", views.end_staff, name="end-staff"),
    path("places/<str:code>/<slug:act>/", views.act, name="act"),
]
