"""Mounted at /staff/brand-kit/."""

from django.urls import path

from storefront.brand_kit.web import staff

app_name = "staff_kit"

urlpatterns = [path("", staff.kit, name="desk")]
