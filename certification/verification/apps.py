from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VerificationConfig(AppConfig):
    name = "certification.verification"
    label = "cert_verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference_data, sender=self)


def _load_reference_data(*, using: str, **_: Any) -> None:
    """Reference rows are there whenever the tables are: after migrate and after a test's flush."""
    from django.db import connections

    from certification.verification.services.load_rules import load_rules

    tables = connections[using].introspection.table_names()
    if using == "default" and "cert_verification_scanrule" in tables:
        load_rules()
