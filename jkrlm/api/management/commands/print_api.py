from typing import Any

from django.core.management.base import BaseCommand

from jkrlm.api.schema import printed_schema


class Command(BaseCommand):
    help = "Print the schema of /api/graphql/, as docs/api.graphql keeps it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(printed_schema(), ending="")
