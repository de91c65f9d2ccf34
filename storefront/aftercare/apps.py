from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "storefront.aftercare"
    label = "shop_aftercare"
    default_auto_field = "django.db.models.BigAutoField"
