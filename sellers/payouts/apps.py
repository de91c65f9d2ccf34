from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PayoutsConfig(AppConfig):
    name = "sellers.payouts"
    label = "payouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference_data, sender=self)


def _load_reference_data(*, using: str, **_: Any) -> None:
    """Reference rows are there whenever the tables are: after migrate and after a test's flush."""
    from django.db import connections

    from sellers.payouts.services.load_reference_data import load_reference_data

    tables = connections[using].introspection.table_names()
    if using == "default" and {"payouts_payoutrule", "payouts_bankformat"} <= set(tables):
        load_reference_data()
