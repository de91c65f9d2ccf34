from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """The warehouse room of the embedded store."""

    name = "commerce.embedded.warehouse"
    label = "store_warehouse"
    default_auto_field = "django.db.models.BigAutoField"
