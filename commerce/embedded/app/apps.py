from django.apps import AppConfig


class StoreAppConfig(AppConfig):
    """Apps of third parties, and how they are installed."""

    name = "commerce.embedded.app"
    label = "store_app"
    default_auto_field = "django.db.models.BigAutoField"
