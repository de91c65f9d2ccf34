from django.apps import AppConfig


class EarningsConfig(AppConfig):
    name = "sellers.earnings"
    label = "earnings"
    default_auto_field = "django.db.models.BigAutoField"
