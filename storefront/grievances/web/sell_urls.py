"""Mounted at /sell/grievances/, within the languages."""

from django.urls import path

from storefront.grievances.web import sell

app_name = "sell_grievances"

urlpatterns = [
    path("", sell.mine, name="desk"),
    path("<str:ticket>/", sell.one, name="one"),
    path("<str:ticket>/photos/<str:photo>/", sell.photo, name="photo"),
]
