"""
``manage.py move_media``: bring all files from MEDIA_FORMER to where files are kept now.

Run it as often as you like; it goes on where it was cut. ``--finish`` compares everything once more and
deletes the files in the former place.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel.locks import advisory_lock
from media.errors import FilesUnavailable
from media.services.move_files import Moved, copy_all, finish

_EACH = 25


class Command(BaseCommand):
    help = "Move media files to another storage; repeatable after any interruption."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--finish", action="store_true", help="compare all, then delete the former files")

    def handle(self, *args: Any, **options: Any) -> None:
        del args

        def tell(done: Moved) -> None:
            if (done.copied + done.deleted) % _EACH == 0:
                self.stdout.write(_said(done))
                self.stdout.flush()

        try:
            with advisory_lock("media.move"):
                done = finish(tell) if options["finish"] else copy_all(tell)
        except FilesUnavailable as away:
            raise CommandError(f"{away.message} Nothing is lost: run the command again.") from away
        except FileNotFoundError as lost:
            raise CommandError(
                f"A file that the database names is gone from the former place: {lost}. See whether that "
                "place is there whole, and what media_orphans says; then run the command again."
            ) from lost
        except ValueError as wrong:
            raise CommandError(f"{wrong} Set it to `folder` or to a bucket's name.") from wrong
        self.stdout.write(_said(done))
        if options["finish"]:
            self.stdout.write("Done. Unset MEDIA_FORMER.")
        else:
            self.stdout.write("All files lie in the new place too. Go on with --finish.")


def _said(done: Moved) -> str:
    return (
        f"{done.seen} files seen, {done.copied} copied now, {done.known} before, "
        f"{done.stayed} where they belong, {done.deleted} deleted in the former place, "
        f"{done.gone} deleted by others meanwhile, "
        f"{done.bytes / 2**20:.1f} MB"
    )
