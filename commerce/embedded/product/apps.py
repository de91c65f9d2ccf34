from django.apps import AppConfig


class ProductConfig(AppConfig):
    """The product room of the embedded store."""

    name = "commerce.embedded.product"
    label = "store_product"
    default_auto_field = "django.db.models.BigAutoField"
