from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "commerce.embedded.order"
    label = "store_order"
    verbose_name = "Embedded store: order"
