"""Mounted at /staff/enquiries/."""

from django.urls import path

from storefront.aftercare import enquiries

app_name = "staff_enquiries"
urlpatterns = [
    path("", enquiries.listed, name="listed"),
    path("<int:number>/", enquiries.one, name="one"),
]
