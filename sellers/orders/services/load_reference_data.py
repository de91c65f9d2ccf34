"""Bring the commission rules that come with the code into the database."""

import csv
from pathlib import Path
from typing import Final

from sellers.orders.models import CommissionRule

DATA: Final = Path(__file__).resolve().parent.parent / "data"


def load_reference_data() -> None:
    """
    Add the rules that are not there yet; those that are stay as staff left them (close with ``valid_to``).
    """
    with (DATA / "commission_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            CommissionRule(**{**row, "valid_to": row["valid_to"] or None}) for row in csv.DictReader(file)
        ]
    CommissionRule.objects.bulk_create(rows, ignore_conflicts=True)
