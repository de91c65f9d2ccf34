from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "commerce.embedded.shipping"
    label = "store_shipping"
    verbose_name = "Embedded store: shipping"
