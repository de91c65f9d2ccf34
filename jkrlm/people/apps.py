from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jkrlm.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jkrlm.people import checks  # noqa: F401 - registers itself
