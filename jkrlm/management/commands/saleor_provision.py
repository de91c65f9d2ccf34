from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import facade as catalogue
from commerce.facade import Step, StepState, StoreRefused, StoreUnavailable

DONE = {StepState.MAKE: "made", StepState.CHANGE: "changed"}


class Command(BaseCommand):
    help = (
        "Set the store up for our shop: webhooks, settings, attributes, types, categories, warehouses, "
        "channels, the shipping zone, taxes. Prints the plan first, deletes nothing, harmless when repeated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the plan and change nothing")
        parser.add_argument("--all", action="store_true", help="also list what is right already")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            steps = catalogue.provision_plan()
            self._print(steps, whole=options["all"])
            if options["dry_run"]:
                self.stdout.write("Nothing was changed (--dry-run).")
            else:
                catalogue.provision(progress=self._done)
        except StoreRefused as refusal:
            where = f" ({refusal.field})" if refusal.field else ""
            raise CommandError(
                f"The store refused: {refusal.message}{where} [{refusal.code}]. What was done stays; "
                "mend the cause and call this again."
            ) from refusal
        except StoreUnavailable as absence:
            raise CommandError(
                f"{absence.message} Call this again: it goes on where it stopped."
            ) from absence

        blocked = sum(step.state is StepState.BLOCKED for step in steps)
        if blocked:
            raise CommandError(f"{blocked} things are in the way; a person must mend them in Saleor.")

    def _print(self, steps: tuple[Step, ...], *, whole: bool) -> None:
        """One line for each thing that differs; what is made, or right, one line for each kind."""
        for (state, kind), group in groupby(steps, key=lambda step: (step.state, step.kind)):
            members = list(group)
            if state is StepState.RIGHT and not whole:
                continue
            if state in (StepState.CHANGE, StepState.LOOK) or len(members) == 1:
                for step in members:
                    why = f": {step.why}" if step.why else ""
                    self.stdout.write(f"{state.value:<20}{kind} {step.name}{why}")
            else:
                names = ", ".join(step.name for step in members)
                self.stdout.write(f"{state.value:<20}{len(members)} × {kind}: {names}")
        counts = {state: sum(step.state is state for step in steps) for state in StepState}
        self.stdout.write(", ".join(f"{count} {state.value}" for state, count in counts.items()) + ".")

    def _done(self, step: Step) -> None:
        self.stdout.write(f"{DONE[step.state]:<20}{step.kind} {step.name}")
