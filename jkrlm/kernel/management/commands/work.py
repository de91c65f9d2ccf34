import threading
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from jkrlm.kernel import relay


class Command(BaseCommand):
    help = "The worker: relays the outbox and runs tasks, until SIGTERM or Ctrl-C."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = threading.Event()
        relaying = threading.Thread(target=relay.run_forever, args=(stop,), name="relay")
        relaying.start()
        try:
            with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
                app.run_worker(concurrency=2)
        finally:
            stop.set()
            relaying.join(timeout=15)
