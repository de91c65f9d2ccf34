from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "logistics.rounds"
    label = "logistics_rounds"
    default_auto_field = "django.db.models.BigAutoField"
