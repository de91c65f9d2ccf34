"""Mounted at /sell/exhibitions/, within the languages."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.stalls.web import converters, sell

__all__ = ["app_name", "converters", "urlpatterns"]

app_name = "sell_exhibitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sell.fairs, name="desk"),
    path("<str:code>/", sell.fair, name="fair"),
    path("<str:code>/<stall_act:verb>/", sell.act, name="act"),
    path("<str:code>/<stall_paper:paper>.pdf", sell.letter, name="letter"),
]
