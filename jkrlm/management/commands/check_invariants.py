from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jkrlm.invariants import CLAUSES, SKIPPED


class Command(BaseCommand):
    help = "Prove on live data what must always hold; exits 1 where a clause is broken."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = 0
        for clause in CLAUSES:
            faults = clause.check()
            broken += bool(faults)
            self.stdout.write(f"{'FAULT' if faults else 'ok':8}{clause.sentence}")
            for fault in faults[:20]:
                self.stdout.write(f"        {fault}")
            if len(faults) > 20:
                self.stdout.write(f"        and {len(faults) - 20} more")
        for sentence, reason in SKIPPED:
            self.stdout.write(f"{'skipped':8}{sentence} ({reason})")
        if broken:
            raise CommandError(f"{broken} of {len(CLAUSES)} clauses are broken.")
        self.stdout.write(f"All {len(CLAUSES)} clauses hold; {len(SKIPPED)} skipped.")
