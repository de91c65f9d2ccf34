"""Where Saleor reaches us. Without a Saleor each answers 404."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from commerce.saleor.manifest import manifest
from commerce.saleor.register import register
from commerce.saleor.webhooks import receive


class EventConverter(StringConverter):
    """An event in lower case, as it stands in an address."""

    regex = "[a-z_]{3,80}"


register_converter(EventConverter, "saleor_event")

urlpatterns = [
    path("manifest.json", manifest, name="saleor-manifest"),
    path("register/", register, name="saleor-register"),
    path("webhooks/<saleor_event:event>/", receive, name="saleor-webhook"),
]
