"""Start the stand-in for India Post; ``--help`` lists the options."""

import argparse
import logging
import sys
from pathlib import Path

from jkrlm.kernel.serving import serve_until_stopped
from logistics.carriers.local_post.server import Postman, Server
from logistics.carriers.local_post.state import State


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m logistics.carriers.local_post",
        description="A local server that stands in for India Post. No parcel moves.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8013, help="0 takes a free one")
    parser.add_argument("--data", type=Path, default=Path("var/post"), help="folder of the SQLite file")
    parser.add_argument("--key", default="post_demo", help="what callers show as a bearer")
    parser.add_argument("--webhook-url", default="", help="where news are posted; empty: nowhere")
    parser.add_argument("--webhook-secret", default="whsec_post_demo")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    state = State(options.data)
    try:
        server = Server((options.host, options.port), state, options.key)
    except OSError as error:
        sys.stderr.write(
            f"The stand-in for India Post cannot listen on {options.host}:{options.port} "
            f"({error.strerror}): stop what uses it or choose another --port.\n"
        )
        return 1
    postman = Postman(state, options.webhook_url, options.webhook_secret)
    postman.start()
    serve_until_stopped(
        server,
        ready=f"stand-in for India Post ready on {server.address}",
        closing=(postman.stop, state.close),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
