"""Keys that sign the store's tokens and webhooks: list them, begin a new one, give one up."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.embedded.account.models import SigningKey
from commerce.embedded.account.services.signing_keys import (
    SigningKeyMissing,
    kid_in_use,
    mark_compromised,
    rotate_key,
    valid_keys,
)
from jkrlm.kernel.clock import now


class Command(BaseCommand):
    help = "List the keys that sign tokens; --rotate begins a new one; --compromised KID takes one away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="retire the key in use and begin a new one")
        parser.add_argument("--compromised", metavar="KID", help="a retired key that others may have")

    def handle(self, *_args: Any, **options: Any) -> None:
        moment = now()
        try:
            if options["rotate"]:
                rotate_key(now=moment)
            kid_in_use()
            if options["compromised"]:
                mark_compromised(options["compromised"], now=moment)
        except SigningKeyMissing as missing:
            raise CommandError(missing.message) from missing
        valid = set(valid_keys(now=moment).values_list("kid", flat=True))
        for row in SigningKey.objects.order_by("created_at"):
            state = "in use" if row.retired_at is None else f"retired {row.retired_at:%Y-%m-%d}"
            lost = ", compromised" if row.compromised_at else ""
            ends = "" if row.kid in valid else ", verifies nothing any more"
            self.stdout.write(f"{row.kid}  begun {row.created_at:%Y-%m-%d}  {state}{lost}{ends}")
