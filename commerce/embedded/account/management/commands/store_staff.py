"""The first member of the store's staff: somebody must be there to make the others."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commerce.embedded.account.cleaning import clean_email
from commerce.embedded.account.models import Group, User, new_token_key
from commerce.embedded.account.passwords import check_new_password, set_password
from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.engine.errors import Refusal
from jkrlm.kernel.clock import now

GROUP = "Full access"


class Command(BaseCommand):
    help = (
        "Make somebody staff of the embedded store with every permission, or give him a new password; "
        "the password is asked for, or read from the standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        moment = now()
        try:
            email = clean_email(options["email"])
            user = User.objects.filter(email=email).first() or User(email=email, date_joined=moment)
            check_new_password(password, user, field="password")
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        set_password(user, password)
        user.is_staff = user.is_active = user.is_confirmed = True
        user.jwt_token_key = new_token_key()
        user.updated_at = moment
        user.save()
        group, _ = Group.objects.update_or_create(name=GROUP, defaults={"permissions": sorted(PERMISSIONS)})
        user.groups.add(group)
        self.stdout.write(f"{email} is staff of the store, with every permission.")
