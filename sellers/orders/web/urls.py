"""Mounted at /staff/orders/."""

from django.urls import URLPattern

app_name = "staff_orders"
urlpatterns: list[URLPattern] = []
