from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel.errors import DomainError
from jkrlm.people.services.staff import remove_staff


class Command(BaseCommand):
    help = "End somebody's roles as staff, password, second factor and every session; the audit stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            remove_staff(email=options["email"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write("Done: signed out everywhere, and no way in.")
