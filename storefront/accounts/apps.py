from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "storefront.accounts"
    label = "shop_accounts"
    default_auto_field = "django.db.models.BigAutoField"
