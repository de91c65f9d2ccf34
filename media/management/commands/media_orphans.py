"""``manage.py media_orphans``: files without a row, and rows whose file is gone; ``--delete``: the former."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel import clock
from media.errors import FilesUnavailable
from media.orphans import delete_loose, orphans


class Command(BaseCommand):
    help = "Compare the files in storage with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete files that no row knows")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            found = orphans()
            for name in found.files:
                self.stdout.write(f"no row   {name}")
            for key in found.lost:
                self.stdout.write(f"no file  {key}")
            self.stdout.write(
                f"{found.seen} files seen, {len(found.files)} without a row, "
                f"{len(found.lost)} rows without a file"
            )
            if options["delete"]:
                self.stdout.write(f"{delete_loose(found, now=clock.now())} deleted")
        except FilesUnavailable as away:
            raise CommandError(away.message) from away
        if found.lost:
            raise CommandError("Files are missing: bring them back from a backup.")
