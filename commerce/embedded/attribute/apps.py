from django.apps import AppConfig


class AttributeConfig(AppConfig):
    """The attribute room of the embedded store."""

    name = "commerce.embedded.attribute"
    label = "store_attribute"
    default_auto_field = "django.db.models.BigAutoField"
