from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sellers.ledger"
    label = "sellers_ledger"
    default_auto_field = "django.db.models.BigAutoField"
