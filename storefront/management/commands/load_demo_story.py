from typing import Any

from django.core.management.base import BaseCommand

from storefront.demo.story import load_demo_story


class Command(BaseCommand):
    help = "Tell the demo's story through all rooms, once: papers, goods, orders, money."

    def handle(self, *_args: Any, **_options: Any) -> None:
        load_demo_story(self.stdout.write)
