from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "sellers.registry"
    label = "sellers_registry"
    default_auto_field = "django.db.models.BigAutoField"
