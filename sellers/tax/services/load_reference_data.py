"""Bring the reference rows that come with the code into the database."""

import csv
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import models as orm
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.tax import models
from sellers.tax.errors import NotADemonstration

DATA: Final = Path(__file__).resolve().parent.parent / "data"
_NULLABLE: Final = ("valid_to", "unit_over", "unit_up_to", "handmade", "has_pan")
_BOOLEAN: Final = ("handmade", "has_pan", "inside", "charges_tax", "fictitious")


def load_reference_data() -> None:
    """
    Add the rates and seller rules that are not there yet, known by their unique key.

    Rows that are there stay as staff left them: a row that should no longer hold is closed with
    ``valid_to``, not deleted, or the next start would bring it back.
    """
    with transaction.atomic():
        _add("gst_rates.csv", models.GstRate)
        _add("seller_rules.csv", models.SellerRule)
        _add("withholding_rates.csv", models.WithholdingRate)


def load_demo_registrations() -> None:
    """
    Add the fictitious GSTINs of the demonstration: JKTPO's and those of three federations.

    Raises:
        NotADemonstration: ``settings.DEMO`` is off. A number that does not exist must not reach a bill.
    """
    if not settings.DEMO:
        raise NotADemonstration(_("Fictitious registrations are for the demonstration only."))
    with transaction.atomic():
        _add("demo_registrations.csv", models.Registration)


def _add(name: str, model: type[orm.Model]) -> None:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = [model(**_values(row)) for row in csv.DictReader(file)]
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


def _values(row: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in row.items():
        if name in _NULLABLE and not value:
            made[name] = None
        elif name in _BOOLEAN:
            made[name] = value == "true"
        else:
            made[name] = value
    return made
