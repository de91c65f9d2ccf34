from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "storefront.desk"
    label = "shop_desk"
    default_auto_field = "django.db.models.BigAutoField"
