from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.facade import StoreUnavailable, on_saleor
from jkrlm.invariants import CLAUSES, SKIPPED, Clause


class Command(BaseCommand):
    help = "Prove on live data what must always hold; exits 1 where a clause is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, help="compare a Saleor's books so far back; default: STORE_CHECK_DAYS"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["days"]:
            settings.STORE_CHECK_DAYS = options["days"]
        if on_saleor():
            self.stdout.write(
                f"Saleor's books are compared {settings.STORE_CHECK_DAYS} days back; "
                "its stock and the sums of its orders are its own to keep."
            )
        broken = 0
        for clause in CLAUSES:
            faults = _faults(clause)
            broken += bool(faults)
            self.stdout.write(f"{'FAULT' if faults else 'ok':8}{clause.sentence}")
            for fault in faults[:20]:
                self.stdout.write(f"        {fault}")
            if len(faults) > 20:
                self.stdout.write(f"        and {len(faults) - 20} more")
        for sentence, reason in SKIPPED:
            self.stdout.write(f"{'skipped':8}{sentence} ({reason})")
        if broken:
            raise CommandError(f"{broken} of {len(CLAUSES)} clauses are broken.")
        self.stdout.write(f"All {len(CLAUSES)} clauses hold; {len(SKIPPED)} skipped.")


def _faults(clause: Clause) -> list[str]:
    """What cannot be asked is not known to hold."""
    try:
        return clause.check()
    except StoreUnavailable as absence:
        return [f"could not be asked: {absence.message}"]
