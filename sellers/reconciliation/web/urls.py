"""Mounted at /staff/reconciliation/."""

from django.urls import URLPattern

app_name = "staff_reconciliation"
urlpatterns: list[URLPattern] = []
