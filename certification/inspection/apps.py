from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "certification.inspection"
    label = "cert_inspection"
    default_auto_field = "django.db.models.BigAutoField"
