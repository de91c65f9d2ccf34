from django.apps import AppConfig


class ChannelConfig(AppConfig):
    """The channel room of the embedded store."""

    name = "commerce.embedded.channel"
    label = "store_channel"
    default_auto_field = "django.db.models.BigAutoField"
