"""Bring the payout rule and the formats that come with the code into the database."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Final

from jkrlm.kernel.dated import Standing
from sellers.payouts.models import BankFormat, PayoutRule

DATA: Final = Path(__file__).resolve().parent.parent / "data"
_SINCE: Final = date(2020, 4, 1)


def load_reference_data() -> None:
    """
    Add rows that are not there yet; those that are stay as staff left them (close with ``valid_to``).
    """
    with (DATA / "rules.csv").open(encoding="utf-8", newline="") as file:
        rules = [PayoutRule(**{**row, "valid_to": row["valid_to"] or None}) for row in csv.DictReader(file)]
    PayoutRule.objects.bulk_create(rules, ignore_conflicts=True)
    formats = [
        BankFormat(
            **json.loads(path.read_text(encoding="utf-8")),
            valid_from=_SINCE,
            status=Standing.UNCONFIRMED,
        )
        for path in sorted((DATA / "formats").glob("*.json"))
    ]
    BankFormat.objects.bulk_create(formats, ignore_conflicts=True)
