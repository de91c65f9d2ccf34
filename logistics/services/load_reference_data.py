"""Bring the reference rows that come with the code into the database."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.db import models as orm
from django.db import transaction

from logistics import models

DATA: Final = Path(__file__).resolve().parent.parent / "data"


def _csv_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pincode(row: dict[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in ("pincode", "district", "other_districts", "division", "main_office")}


def _dated(row: dict[str, str]) -> dict[str, Any]:
    """Empty cells that are numbers or dates are NULL."""
    nullable = ("valid_to", "step_grams", "step_price", "value_limit")
    made: dict[str, Any] = {
        name: None if name in nullable and not value else value for name, value in row.items()
    }
    if "main" in made:
        made["main"] = row["main"] == "true"
    return made


FILES: Final[tuple[tuple[str, type[orm.Model], Callable[[dict[str, str]], dict[str, Any]]], ...]] = (
    ("pincodes.csv", models.Pincode, _pincode),
    ("states.csv", models.State, _dated),
    ("pin_prefixes.csv", models.PinPrefix, _dated),
    ("rate_bands.csv", models.RateBand, _dated),
    ("transit_days.csv", models.TransitDays, _dated),
    ("holidays.csv", models.Holiday, _dated),
    ("cash_limits.csv", models.CashLimit, _dated),
    ("cash_switched_off.csv", models.CashSwitchedOff, _dated),
    ("hub_legs.csv", models.HubLeg, _dated),
    ("loss_covers.csv", models.LossCover, _dated),
)


def load_reference_data() -> None:
    """
    Add the rows that are not there yet, known by their unique key.

    Rows that are there stay as staff left them: a row that should no longer hold is closed with
    ``valid_to``, not deleted, or the next start would bring it back.
    """
    with transaction.atomic():
        for name, model, read in FILES:
            rows = [model(**read(row)) for row in _csv_rows(name)]
            model._default_manager.bulk_create(rows, ignore_conflicts=True)
