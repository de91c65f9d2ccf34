from typing import Any

from django.core.management.base import BaseCommand

from catalogue import facade


class Command(BaseCommand):
    help = "Build the search index anew from the store; it stays in use meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        facade.reindex_all(progress=self.stdout.write)
