import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import facade as catalogue
from commerce.facade import (
    Check,
    CheckState,
    Step,
    StepState,
    StoreRefused,
    StoreUnavailable,
    connection_checks,
    on_saleor,
)

PROVISION = "manage.py saleor_provision"


class Command(BaseCommand):
    help = (
        "Check that Saleor and our app can work together: version, permissions, signing keys, clocks, "
        "webhooks, settings, taxes. Says how to mend what is missing; exits 1 where the shop cannot sell."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the checks as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not on_saleor():
            raise CommandError("The embedded store is chosen, nothing is to connect: set SALEOR_API_URL.")
        checks = connection_checks()
        if not any(check.name in ("Saleor", "app") and check.state is CheckState.MISSING for check in checks):
            checks += _of_the_plan()
        missing = sum(check.state is CheckState.MISSING for check in checks)
        if options["json"]:
            said = {
                "store": settings.SALEOR_API_URL,
                "ok": not missing,
                "checks": [asdict(it) for it in checks],
            }
            self.stdout.write(json.dumps(said, indent=2))
        else:
            for check in checks:
                self.stdout.write(f"{check.state.value:<10}{check.name}: {check.found}")
                if check.mend:
                    self.stdout.write(f"{'':<10}→ {check.mend}")
        if missing:
            raise CommandError(f"{missing} of {len(checks)} checks keep the shop from selling.")


def _of_the_plan() -> Iterator[Check]:
    """Yield a check for each kind of thing that provisioning makes."""
    try:
        steps = catalogue.provision_plan()
    except (StoreRefused, StoreUnavailable) as fault:
        found = f"what is there cannot be read: {fault.message}"
        yield Check("plan", CheckState.MISSING, found, "see permissions above")
        return
    for kind, group in groupby(steps, key=lambda step: step.kind):
        yield _of_one_kind(kind, list(group))


def _of_one_kind(kind: str, steps: list[Step]) -> Check:
    wrong = [step for step in steps if step.state is not StepState.RIGHT]
    if not wrong:
        return Check(f"{kind} ({len(steps)})", CheckState.OK, "right")
    words = "; ".join(
        f"{step.name} {'missing' if step.state is StepState.MAKE else step.why}" for step in wrong[:5]
    )
    more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    by_hand = all(step.do is None for step in wrong)
    look = all(step.state is StepState.LOOK for step in wrong)
    return Check(
        f"{kind} ({len(steps)})",
        CheckState.LOOK if look else CheckState.MISSING,
        words + more,
        "by hand, in the dashboard" if by_hand else PROVISION,
    )
