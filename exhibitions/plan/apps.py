from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "exhibitions.plan"
    label = "exhibitions_plan"
    default_auto_field = "django.db.models.BigAutoField"
