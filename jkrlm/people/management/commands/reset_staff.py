from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jkrlm.kernel.errors import DomainError
from jkrlm.people.services.staff import reset_staff


class Command(BaseCommand):
    help = "For a lost phone or password: end both and every session; prints a link that sets a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            link = reset_staff(email=options["email"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Hand this link over yourself; it sets the password once:\n{link}")
