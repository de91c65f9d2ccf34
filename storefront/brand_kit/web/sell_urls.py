"""Mounted at /sell/brand-kit/, within the languages."""

from django.urls import path

from storefront.brand_kit.web import sell

app_name = "sell_kit"

urlpatterns = [
    path("", sell.kit, name="desk"),
    path("<slug:slug>.png", sell.share, name="share"),
]
