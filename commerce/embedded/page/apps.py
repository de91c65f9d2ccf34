from django.apps import AppConfig


class PageConfig(AppConfig):
    """The page room of the embedded store."""

    name = "commerce.embedded.page"
    label = "store_page"
    default_auto_field = "django.db.models.BigAutoField"
