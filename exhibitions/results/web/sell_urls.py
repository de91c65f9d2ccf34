"""Mounted at /sell/exhibitions/, within the languages."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.results.web import sell

app_name = "sell_settlement"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/money/", sell.money, name="money"),
]
