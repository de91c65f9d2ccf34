"""A test that commits is wiped by TRUNCATE: append-only tables let it, in the tests' database, and the queue
of tasks is wiped too, though Django leaves out the tables of models it does not manage."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

LEDGER_TABLES = ("sellers_ledger_account", "sellers_ledger_journalentry", "sellers_ledger_line")
#: History of other rooms that is only added to.
HISTORY_TABLES = (
    "cert_inspection_answer",
    "cert_inspection_report",
    "cert_laboratory_custodystep",
    "cert_laboratory_result",
    "cert_laboratory_retestorder",
    "cert_laboratory_samplechange",
    "cert_labels_labelchange",
    "cert_lots_lotchange",
    "seller_orders_sellerorderchange",
    "seller_orders_returnchange",
    "payments_upiclaimchange",
    "payouts_transferchange",
    "shop_grievances_grievancemessage",
    "shop_reviews_textchange",
    "sellers_tax_taxdocument",
    "sellers_tax_taxdocumentline",
    "sellers_tax_voideddocument",
    "cert_certificates_certificate",
    "cert_certificates_certificatechange",
    "cert_certificates_credential",
    "cert_standards_versionchange",
    "cert_standards_standardversion",
    "cert_cases_caseline",
    "cert_cases_findingrow",
    "cert_cases_retraction",
    "cert_cases_evaluator",
    "cert_cases_decisionrow",
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # 32: fires on TRUNCATE, 2: before it (pg_trigger.tgtype). Those after it renew version tokens: they stay.
        cursor.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger"
            " WHERE tgtype & 32 > 0 AND tgtype & 2 > 0 AND NOT tgisinternal"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    for model in apps.get_app_config("procrastinate").get_models():
        model._meta.managed = True
