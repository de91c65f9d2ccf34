from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from jkrlm.people.sms.templates import TEMPLATES


class Command(BaseCommand):
    help = (
        "Print every text that we send to phones, word for word as carriers want it registered, with its id."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only those without an id")

    def handle(self, *_args: Any, **options: Any) -> None:
        ids: dict[str, str] = settings.SMS_TEMPLATE_IDS
        for template, words in TEMPLATES.items():
            for language, text in words.items():
                number = ids.get(f"{template}:{language}", "")
                if not (options["missing"] and number):
                    self.stdout.write(f"{template}:{language}={number}\n    {text}")
