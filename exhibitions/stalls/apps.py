from django.apps import AppConfig


class StallsConfig(AppConfig):
    name = "exhibitions.stalls"
    label = "exhibitions_stalls"
    default_auto_field = "django.db.models.BigAutoField"
