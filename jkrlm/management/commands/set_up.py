from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring a store's home up to date: tables, static files, demo data; harmless when repeated."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do in one process what would otherwise cost three starts of Django."""
        self.stdout.write("    tables …")
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("    static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("    demo data …")
        call_command("load_demo")
        call_command("load_demo_sellers")
        call_command("load_demo_story")
