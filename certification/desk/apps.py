from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "certification.desk"
    label = "cert_desk"
    default_auto_field = "django.db.models.BigAutoField"
