"""Addresses outside the staff's: what is printed on labels, and where carriers post."""

from django.urls import path

from logistics.parcels.web import scanning, webhook

app_name = "parcels_public"
urlpatterns = [
    path("p/<str:code>/", scanning.scan_one, name="scan-one"),
    path("p/<str:code>/packed/", scanning.scan_packed, name="scan-packed"),
    path("logistics/carriers/<slug:slug>/news/", webhook.news, name="news"),
]
