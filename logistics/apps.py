from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LogisticsConfig(AppConfig):
    name = "logistics"
    label = "logistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference_data, sender=self)


def _load_reference_data(*, using: str, **_: Any) -> None:
    """Reference rows are there whenever the tables are: after migrate and after a test's flush."""
    from django.db import connections

    from logistics.services.load_reference_data import load_reference_data

    if using == "default" and "logistics_losscover" in connections[using].introspection.table_names():
        load_reference_data()
