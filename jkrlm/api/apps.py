from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jkrlm.api"
    label = "api"
