from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """What the embedded store tells its own app, and the programs of others."""

    name = "commerce.embedded.webhook"
    label = "store_webhook"
    default_auto_field = "django.db.models.BigAutoField"
