"""
``manage.py media_catch_up``: after an upgrade, tell colour, light and look of pictures that were kept before,
and make their missing sizes.

Run it as often as you like; ``--after`` goes on where a long run was cut.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel.locks import advisory_lock
from media.errors import FilesUnavailable
from media.services.catch_up import CaughtUp, catch_up, how_many


class Command(BaseCommand):
    help = "Bring pictures kept by an earlier version up to date; repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", default="", help="the key that the cut run named last")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        after = options["after"]
        most = how_many(after=after)
        last = [after]

        def tell(done: CaughtUp) -> None:
            last[0] = done.last
            self.stdout.write(f"{done.done} of {most}, {_said(done)}, last {done.last}")
            self.stdout.flush()

        try:
            with advisory_lock("media.catch_up"):
                done = catch_up(tell, after=after)
        except FilesUnavailable as away:
            goes_on = f" --after {last[0]}" if last[0] else ""
            raise CommandError(f"{away.message} Go on with: manage.py media_catch_up{goes_on}") from away
        self.stdout.write(f"{done.done} pictures: {_said(done)}")
        for key in done.damaged:
            self.stdout.write(f"no file or a broken one  {key}")
        if done.damaged:
            raise CommandError(f"{len(done.damaged)} are to be brought back from a backup (media_orphans).")


def _said(done: CaughtUp) -> str:
    return f"{done.looked_at} looked at, {done.renditions} sizes made"
