from django.apps import AppConfig


class TillConfig(AppConfig):
    name = "exhibitions.till"
    label = "exhibitions_till"
    default_auto_field = "django.db.models.BigAutoField"
