from typing import Any

from django.core.management.base import BaseCommand

from catalogue import facade


class Command(BaseCommand):
    help = "Put the demo's goods, makers and pictures into the store; harmless when repeated."

    def handle(self, *_args: Any, **_options: Any) -> None:
        loaded = facade.load_demo(progress=self.stdout.write)
        state = "loaded" if loaded.fresh else "already there"
        self.stdout.write(f"Demo catalogue {state}: {loaded.products} products, {loaded.makers} makers.")
