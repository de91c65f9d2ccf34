from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    name = "logistics.places"
    label = "logistics_places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_hubs, sender=self)


def _load_hubs(*, using: str, **_: Any) -> None:
    """The districts' hubs are there whenever the tables are: after migrate and after a test's flush."""
    from django.db import connections

    from logistics.places.services.load_hubs import load_hubs

    if using == "default" and "logistics_places_place" in connections[using].introspection.table_names():
        load_hubs()
