from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from storefront.accounts.data_map import as_markdown


class Command(BaseCommand):
    help = "Write docs/personal-data.md from the marks on the models."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "personal-data.md"
        path.write_text(as_markdown())
        self.stdout.write(f"{path} written")
