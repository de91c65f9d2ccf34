from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certification.certificates"
    label = "cert_certificates"
    default_auto_field = "django.db.models.BigAutoField"
