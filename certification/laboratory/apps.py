from django.apps import AppConfig


class LaboratoryConfig(AppConfig):
    name = "certification.laboratory"
    label = "cert_laboratory"
    default_auto_field = "django.db.models.BigAutoField"
