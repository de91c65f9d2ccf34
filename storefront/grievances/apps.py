from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "storefront.grievances"
    label = "shop_grievances"
