from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "certification.cases"
    label = "cert_cases"
    default_auto_field = "django.db.models.BigAutoField"
