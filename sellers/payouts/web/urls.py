"""Mounted at /staff/payouts/."""

from django.urls import URLPattern

app_name = "staff_payouts"
urlpatterns: list[URLPattern] = []
