"""Addresses outside languages and desks: what machines fetch."""

from django.urls import URLPattern, URLResolver

app_name = "cert_labels_public"

urlpatterns: list[URLPattern | URLResolver] = []
