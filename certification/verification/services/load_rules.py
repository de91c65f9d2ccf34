import csv
from datetime import date
from pathlib import Path
from typing import Final

from certification.verification.models import ScanRule

_FILE: Final = Path(__file__).parents[1] / "data" / "scan_rules.csv"


def load_rules() -> None:
    """Put the rules of the file in where they are missing; a rule that is there is left as it is."""
    with _FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            ScanRule.objects.get_or_create(
                valid_from=date.fromisoformat(row["valid_from"]),
                defaults={
                    "devices": int(row["devices"]),
                    "days": int(row["days"]),
                    "window_days": int(row["window_days"]),
                    "status": row["status"],
                    "source": row["source"],
                },
            )
