from django.apps import AppConfig


class DiscountConfig(AppConfig):
    name = "commerce.embedded.discount"
    label = "store_discount"
    verbose_name = "Embedded store: discount"
