"""Mounted at /exhibitions/, within the languages."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.stalls.web import draw

app_name = "exhibition_draw"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/draw/", draw.draw, name="draw"),
    path("<slug:slug>/draw.json", draw.given, name="given"),
]
