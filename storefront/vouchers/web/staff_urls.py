"""Mounted at /staff/vouchers/."""

from django.urls import path

from storefront.vouchers.web import staff

app_name = "staff_vouchers"
urlpatterns = [
    path("", staff.listed, name="listed"),
    path("new/", staff.new, name="new"),
    path("<int:number>/end/", staff.end, name="end"),
]
