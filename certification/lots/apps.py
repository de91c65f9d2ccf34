from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "certification.lots"
    label = "cert_lots"
    default_auto_field = "django.db.models.BigAutoField"
