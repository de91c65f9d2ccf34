"""Keys that sign credentials: list them, begin a new one, say of one that others may have it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certification.certificates.credentials.keys import mark_compromised, rotate_key
from certification.certificates.errors import KeyMissing
from certification.certificates.models import SigningKey
from certification.certificates.services.sign import sign_again, signer_now
from jkrlm.kernel.clock import now


class Command(BaseCommand):
    help = "List the keys that sign credentials; --rotate begins a new one; --compromised KID takes one away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="retire the key in use and begin a new one")
        parser.add_argument("--compromised", metavar="KID", help="a retired key that others may have")

    def handle(self, *_args: Any, **options: Any) -> None:
        moment = now()
        try:
            if options["rotate"]:
                rotate_key(now=moment)
            else:
                signer_now(now=moment)
            if options["compromised"]:
                mark_compromised(options["compromised"], now=moment)
                done = sign_again(key=SigningKey.objects.get(kid=options["compromised"]), now=moment)
                self.stdout.write(f"{done} certificates were signed anew.")
        except KeyMissing as missing:
            raise CommandError(missing.message) from missing
        for row in SigningKey.objects.order_by("created_at"):
            state = "in use" if row.retired_at is None else f"retired {row.retired_at:%Y-%m-%d}"
            lost = f", compromised {row.compromised_at:%Y-%m-%d}" if row.compromised_at else ""
            self.stdout.write(f"{row.kid}  begun {row.created_at:%Y-%m-%d}  {state}{lost}")
