from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from jkrlm.kernel.errors import DomainError
from jkrlm.people.models import Role
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.services.staff import add_staff


class Command(BaseCommand):
    help = "Make a member of staff, or give one a further role; prints a link that sets the password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=[role.value for role in STAFF_ROLES])

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["name"].strip()
        if not name:
            raise CommandError("--name is empty.")
        try:
            validate_email(options["email"].strip())
            link = add_staff(email=options["email"], name=name, role=Role(options["role"]))
        except ValidationError as refusal:
            raise CommandError(f"--email: {refusal.messages[0]}") from refusal
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if link:
            self.stdout.write(f"Hand this link over yourself; it sets the password once:\n{link}")
        else:
            self.stdout.write("The role is given; password and second factor stand.")
