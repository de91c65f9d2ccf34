import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from logistics.places.web.place_file import BadFile, take, text_of


class Command(BaseCommand):
    help = (
        "Lay a list of places (CSV as /staff/logistics/import/ has it) beside what there is, row by row; "
        "with --keep take it. Only rows without a fault are taken; the same list again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail address of who answers for it")
        parser.add_argument("--reason", required=True, help="for the history of each place")
        parser.add_argument("--keep", action="store_true", help="take it")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody signs in with {options['by']}.")
        try:
            text = text_of(options["file"].read_bytes())
            lines = take(
                text,
                reason=options["reason"][:300],
                key=secrets.token_urlsafe(16),
                by=by,
                now=now(),
                keep=options["keep"],
            )
        except (OSError, BadFile) as refusal:
            raise CommandError(f"{options['file']}: {refusal}") from refusal
        for line in lines:
            self.stdout.write(f"line {line.number}: {line.code}: {line.what}")
            for fault in line.faults:
                self.stdout.write(f"  {fault.column or 'row'}: {fault.sentence}")
        refused = sum(line.what == "refused" for line in lines)
        self.stdout.write("Taken." if options["keep"] else "Nothing is taken yet: add --keep.")
        if refused:
            raise CommandError(f"{refused} rows were refused.")
