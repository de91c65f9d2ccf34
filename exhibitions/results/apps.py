from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "exhibitions.results"
    label = "exhibitions_results"
    default_auto_field = "django.db.models.BigAutoField"
