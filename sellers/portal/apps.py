from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sellers.portal"
    label = "sellers_portal"
    default_auto_field = "django.db.models.BigAutoField"
