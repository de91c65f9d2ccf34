from django.apps import AppConfig


class BrandKitConfig(AppConfig):
    name = "storefront.brand_kit"
    label = "shop_brand_kit"
