from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReconciliationConfig(AppConfig):
    name = "sellers.reconciliation"
    label = "reconciliation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference_data, sender=self)


def _load_reference_data(*, using: str, **_: Any) -> None:
    """The account whose statements are read is there whenever the tables are."""
    from django.db import connections

    from sellers.reconciliation.services.load_reference_data import load_reference_data

    if (
        using == "default"
        and "reconciliation_statementaccount" in connections[using].introspection.table_names()
    ):
        load_reference_data()
