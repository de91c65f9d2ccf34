"""Start the local Stripe server; ``--help`` lists the options."""

import argparse
import logging
import sys
from pathlib import Path

from commerce.payments.local_stripe.database import Database
from commerce.payments.local_stripe.server import Server
from commerce.payments.local_stripe.worker import Endpoint, Worker
from jkrlm.kernel.serving import serve_until_stopped


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m commerce.payments.local_stripe",
        description="A local server that speaks Stripe's API and hosts its pay page. No money moves.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8012, help="0 takes a free one")
    parser.add_argument("--data", type=Path, default=Path("var/stripe"), help="folder of the SQLite file")
    parser.add_argument("--webhook-url", default="", help="where events are posted; empty: nowhere")
    parser.add_argument("--webhook-secret", default="whsec_demo")
    parser.add_argument("--late-seconds", type=float, default=20, help='how long "late" is')
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    database = Database(options.data)
    try:
        server = Server((options.host, options.port), database=database, late_seconds=options.late_seconds)
    except OSError as error:
        sys.stderr.write(
            f"The local Stripe server cannot listen on {options.host}:{options.port} "
            f"({error.strerror}): stop what uses it or choose another --port.\n"
        )
        return 1
    worker = Worker(database, Endpoint(options.webhook_url, options.webhook_secret))
    worker.start()
    serve_until_stopped(
        server,
        ready=f"local Stripe server ready on {server.place.address}",
        closing=(worker.stop, database.close),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
