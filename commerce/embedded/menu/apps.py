from django.apps import AppConfig


class MenuConfig(AppConfig):
    """Menus of the storefront."""

    name = "commerce.embedded.menu"
    label = "store_menu"
    default_auto_field = "django.db.models.BigAutoField"
