"""Addresses outside languages and desks: what stands in QR codes."""

from django.urls import URLPattern, URLResolver, path

from certification.labels.web import resolver

app_name = "cert_labels_public"

urlpatterns: list[URLPattern | URLResolver] = [
    path("01/<str:gtin>/10/<str:lot>/21/<str:serial>", resolver.digital_link, name="piece-of-lot"),
    path("01/<str:gtin>/21/<str:serial>", resolver.digital_link, name="piece"),
    path("01/<str:gtin>/10/<str:lot>", resolver.trade_item, name="lot"),
    path("01/<str:gtin>", resolver.trade_item, name="trade-item"),
    path("VERIFY/<str:code>", resolver.own_address, name="own"),
]
