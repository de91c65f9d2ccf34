from django.apps import AppConfig


class AccountConfig(AppConfig):
    """The account room of the embedded store."""

    name = "commerce.embedded.account"
    label = "store_account"
    default_auto_field = "django.db.models.BigAutoField"
