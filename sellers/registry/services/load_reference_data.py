"""Districts and bank branches that come with the code."""

import csv
from pathlib import Path
from typing import Final

from django.db import transaction

from sellers.registry.models import BankBranch, District

DATA: Final = Path(__file__).resolve().parent.parent / "data"


def load_reference_data() -> None:
    """Add what is not there yet; what staff have brought in since stays."""
    with transaction.atomic():
        District.objects.bulk_create(
            [District(**row) for row in _rows("districts.csv")], ignore_conflicts=True
        )
        if not BankBranch.objects.exists():
            BankBranch.objects.bulk_create(
                [BankBranch(**row) for row in _rows("bank_branches.csv")],
                ignore_conflicts=True,
                batch_size=1000,
            )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
