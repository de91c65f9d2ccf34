from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "certification.standards"
    label = "cert_standards"
    default_auto_field = "django.db.models.BigAutoField"
