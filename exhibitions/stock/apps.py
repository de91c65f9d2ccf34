from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "exhibitions.stock"
    label = "exhibitions_stock"
    default_auto_field = "django.db.models.BigAutoField"
