from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "commerce.embedded.checkout"
    label = "store_checkout"
    verbose_name = "Embedded store: checkout"
