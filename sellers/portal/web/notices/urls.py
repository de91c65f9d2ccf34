"""Under /sell/notices/, in the portal's names."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
