"""
A test that commits is wiped by TRUNCATE: append-only tables let it, in the tests' database, and the queue
of tasks is wiped too, though Django leaves out the tables of models it does not manage.

Of some three hundred tables a test fills thirty: only these are wiped, and what Django knows of models and
permissions stays, so that wiping takes a tenth of what it would.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate

from tests.common.kept import forget_worlds

LEDGER_TABLES = ("sellers_ledger_account", "sellers_ledger_journalentry", "sellers_ledger_line")
#: History of other rooms that is only added to.
HISTORY_TABLES = (
    "exhibitions_results_settlementline",
    "exhibitions_results_settlementtill",
    "exhibitions_stalls_change",
    "exhibitions_stalls_gateentry",
    "exhibitions_stalls_quota",
    "exhibitions_stalls_verdict",
    "exhibitions_stalls_weight",
    "exhibitions_stock_count",
    "exhibitions_stock_countline",
    "exhibitions_stock_entry",
    "exhibitions_till_entry",
    "exhibitions_till_oddentry",
    "sellers_tax_spoiltnumber",
    "cert_inspection_answer",
    "cert_inspection_report",
    "cert_laboratory_custodystep",
    "cert_laboratory_result",
    "cert_laboratory_retestorder",
    "cert_laboratory_samplechange",
    "cert_labels_labelchange",
    "cert_lots_lotchange",
    "exhibitions_plan_exhibitionmove",
    "exhibitions_plan_gatecount",
    "logistics_rounds_visit",
    "logistics_parcels_parcelstep",
    "logistics_parcels_promise",
    "logistics_places_placechange",
    "logistics_ratechange",
    "seller_orders_sellerorderchange",
    "seller_orders_promisechange",
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
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    _wipe_only_what_is_filled()


#: Follow from the code alone: the same after every test.
KEPT_TABLES = ("django_content_type", "auth_permission")


def _wipe_only_what_is_filled() -> None:
    flush_all = connection.ops.sql_flush

    def flush_filled(style: Any, tables: list[str], **options: Any) -> list[str]:
        forget_worlds()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relname <> ALL(%s)"
                " AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0",
                [list(tables), list(KEPT_TABLES)],
            )
            filled = [name for (name,) in cursor.fetchall()]
        # What refers to a filled table is wiped with it, filled or not: TRUNCATE wants it named or CASCADE.
        return flush_all(style, filled, **{**options, "allow_cascade": True})

    connection.ops.sql_flush = flush_filled  # type: ignore[method-assign]
