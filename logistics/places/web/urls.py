"""Mounted at /staff/logistics/."""

from django.urls import path

from logistics.places.web import views

app_name = "logistics_places"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("places/new/", views.new, name="new"),
    path("places/<str:code>/", views.one, name="one"),
    path("places/<str:code>/edit/", views.edit, name="edit"),
    path("places/<str:code>/staff/<int:person_id>/end/", views.end_staff, name="end-staff"),
    path("places/<str:code>/<slug:act>/", views.act, name="act"),
]
