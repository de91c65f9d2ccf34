"""Repeat the draw of an exhibition and say whether it was kept."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exhibitions.stalls.draw import commitment, digest, repeat
from exhibitions.stalls.models import Proposal
from exhibitions.stalls.states import ProposalState


class Command(BaseCommand):
    """
    ``check_draw SARAS-JMU-26`` compares the promise, the seed, what went in and what was allotted.
    ``check_draw --file draw.json --seed …`` needs no database: it prints who gets which stall.
    """

    help = "Repeat the draw of an exhibition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", default="")
        parser.add_argument("--file", default="")
        parser.add_argument("--seed", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if options["file"]:
            self._of_file(options["file"], options["seed"])
            return
        found = (
            Proposal.objects.filter(call__exhibition_code=options["code"], state=ProposalState.APPROVED)
            .select_related("call")
            .first()
        )
        if found is None:
            raise CommandError("No stalls were allotted for this exhibition yet.")
        call = found.call
        outcome = repeat(found.given, call.seed)
        said = dict(found.verdicts.exclude(stall_code="").values_list("application__number", "stall_code"))
        checks = (
            ("the seed is the promised one", commitment(call.seed) == call.commitment),
            ("what went in is unchanged", digest(found.given) == found.digest),
            ("drawn again, everybody has the same stall", outcome.stalls() == said),
        )
        for words, holds in checks:
            self.stdout.write(f"{'yes' if holds else 'NO '}  {words}")
        if not all(holds for _words, holds in checks):
            sys.exit(1)

    def _of_file(self, path: str, seed: str) -> None:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.stdout.write(f"promise {commitment(seed)}")
        for each in repeat(text, seed).placed:
            self.stdout.write(f"{each.number}\t{each.score}\t{each.stall or f'waiting {each.line}'}")
