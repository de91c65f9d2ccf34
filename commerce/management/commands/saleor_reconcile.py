from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.facade import on_saleor
from jkrlm.kernel.clock import now


class Command(BaseCommand):
    help = (
        "Find where Saleor and our rooms say different things (events that never came, prices, stock, "
        "publication, payments, webhooks), mend it and report it; exits 1 where something is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report only")
        parser.add_argument(
            "--since", type=_moment, help="ISO date or time; default: where the last run was complete"
        )
        parser.add_argument("--thorough", action="store_true", help="compare every product, however old")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not on_saleor():
            raise CommandError("SALEOR_API_URL is not set: the embedded store is in our own database.")
        from commerce.saleor.reconcile.run import AlreadyRunning, in_words, reconcile

        try:
            run = reconcile(
                now=now(),
                since=options["since"],
                dry_run=options["dry_run"],
                thorough=options["thorough"],
            )
        except AlreadyRunning as refusal:
            raise CommandError(refusal.message) from refusal
        for line in in_words(run):
            self.stdout.write(line)
        if run.trouble or (run.left and not run.dry_run):
            raise CommandError("Not everything could be compared and mended; see above.")


def _moment(text: str) -> datetime:
    """Return the instant; without a zone it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
