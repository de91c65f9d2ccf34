from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "certification.labels"
    label = "cert_labels"
    default_auto_field = "django.db.models.BigAutoField"
