"""Mounted at /staff/goods/."""

from django.urls import URLPattern

app_name = "staff_goods"
urlpatterns: list[URLPattern] = []
