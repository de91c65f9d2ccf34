"""Serve Django from threads of one process until told to stop: quick to start, which granian is not."""

import os
import signal
import sys
import threading
from types import FrameType

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Errors are in Django's own log."""


class _Server(ThreadedWSGIServer):
    request_queue_size = 64
    #: A head and a body in two small packets wait for each other otherwise.
    disable_nagle_algorithm = True


def serve(*, port: int) -> None:
    """Listen, say where on standard output, and answer until SIGTERM."""
    server = _Server(("127.0.0.1", port), _Quiet)
    server.daemon_threads = True
    server.set_app(WSGIHandler())

    def stop(_signum: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    os._exit(0)
