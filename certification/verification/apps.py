from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "certification.verification"
    label = "cert_verification"
    default_auto_field = "django.db.models.BigAutoField"
