"""Mounted at /staff/tax/."""

from django.urls import URLPattern

app_name = "staff_tax"
urlpatterns: list[URLPattern] = []
