"""A test that commits is wiped by TRUNCATE: append-only tables let it, in the tests' database, and the queue
of tasks is wiped too, though Django leaves out the tables of models it does not manage."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

LEDGER_TABLES = ("sellers_ledger_account", "sellers_ledger_journalentry", "sellers_ledger_line")
#: History of other rooms that is only added to.
HISTORY_TABLES = (
    "seller_orders_sellerorderchange",
    "payouts_transferchange",
    "sellers_tax_taxdocument",
    "sellers_tax_taxdocumentline",
    "sellers_tax_voideddocument",
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in (*LEDGER_TABLES, *HISTORY_TABLES):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_kept")
    for model in apps.get_app_config("procrastinate").get_models():
        model._meta.managed = True
