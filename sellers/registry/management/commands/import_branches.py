import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sellers.registry.formats import IFSC
from sellers.registry.models import BankBranch

#: Headings as the Reserve Bank's list and its copies write them.
HEADINGS: Final = {
    "ifsc": ("ifsc", "ifsc code"),
    "bank": ("bank", "bank name"),
    "branch": ("branch", "branch name"),
    "district": ("district", "city2", "city"),
}
AT_ONCE: Final = 5_000


class Command(BaseCommand):
    help = (
        "Add or renew bank branches from a CSV of the Reserve Bank's IFSC list (columns ifsc, bank, branch)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        written = 0
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                batch: dict[str, BankBranch] = {}
                for branch in self._branches(file):
                    batch[branch.ifsc] = branch
                    if len(batch) == AT_ONCE:
                        written += self._write(batch)
                written += self._write(batch)
        except (OSError, UnicodeError, csv.Error) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}") from error
        self.stdout.write(f"{written} branches are in the list or renewed.")

    def _branches(self, file: Any) -> Iterator[BankBranch]:
        reader = csv.DictReader(file)
        known = {" ".join((name or "").lower().split()): name for name in reader.fieldnames or ()}
        found = {
            ours: next((known[name] for name in names if name in known), None)
            for ours, names in HEADINGS.items()
        }
        missing = [ours for ours in ("ifsc", "bank", "branch") if found[ours] is None]
        if missing:
            raise CommandError(f"Columns are missing: {', '.join(missing)}.")
        for number, row in enumerate(reader, 2):
            values = {ours: (row.get(name or "") or "").strip() for ours, name in found.items()}
            ifsc = values["ifsc"].upper()
            if not IFSC.fullmatch(ifsc):
                self.stderr.write(f"row {number}: “{ifsc[:20]}” is no IFSC; passed over")
                continue
            yield BankBranch(
                ifsc=ifsc,
                bank=values["bank"][:120],
                branch=values["branch"][:160],
                district=values["district"][:80],
            )

    def _write(self, batch: dict[str, BankBranch]) -> int:
        BankBranch.objects.bulk_create(
            batch.values(),
            update_conflicts=True,
            unique_fields=["ifsc"],
            update_fields=["bank", "branch", "district"],
        )
        count = len(batch)
        batch.clear()
        return count
