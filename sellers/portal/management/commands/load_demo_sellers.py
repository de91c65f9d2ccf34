from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.portal.facade import load_demo_sellers


class Command(BaseCommand):
    help = "Put the demo's women on the rolls of the demo's groups; harmless when repeated."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not load_demo_sellers():
            raise CommandError("The demo's groups are not there: run load_demo first.")
        self.stdout.write("Demo sellers: a leader, two members, a resource person, an officer.")
