"""
Standards: what goods must be to be certified, in versions with limits per grade; how far each craft has
come; who may use the brand. Works out the grade from results; decides nothing.
"""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    name = "certification.standards"
    label = "cert_standards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_seed, sender=self)


def _seed(*, using: str, **_: Any) -> None:
    """The standards that come with the code are there whenever the tables are."""
    from django.db import connections

    from certification.standards.services.seed_standards import seed_standards

    tables = connections[using].introspection.table_names()
    if using == "default" and "cert_standards_versionchange" in tables:
        seed_standards()
