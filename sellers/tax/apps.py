from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TaxConfig(AppConfig):
    name = "sellers.tax"
    label = "sellers_tax"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference_data, sender=self)


def _load_reference_data(*, using: str, **_: Any) -> None:
    """
    Reference rows are there whenever the tables are: after migrate and after a test's flush. In demo
    mode the fictitious registrations too, or nobody could sell beyond the territory.
    """
    from django.conf import settings
    from django.db import connections

    from sellers.tax.services.load_reference_data import load_demo_registrations, load_reference_data

    if using == "default" and "sellers_tax_gstrate" in connections[using].introspection.table_names():
        load_reference_data()
        if settings.DEMO:
            load_demo_registrations()
