"""Mounted at /staff/grievances/."""

from django.urls import path

from storefront.grievances.web import figures, staff

app_name = "staff_grievances"

urlpatterns = [
    path("", staff.desk, name="desk"),
    path("figures/", figures.page, name="figures"),
    path("figures.csv", figures.download, name="figures-csv"),
    path("<str:ticket>/", staff.grievance, name="grievance"),
    path("<str:ticket>/assign/", staff.give, name="assign"),
    path("<str:ticket>/photos/<str:key>/", staff.photo, name="photo"),
]
