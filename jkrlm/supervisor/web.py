"""
The web server: granian, whose workers end with it.

Granian's own command leaves its workers running, holding the port, when its main process is killed with -9.
Here each worker asks the kernel to end it when its parent ends. The application is loaded before the workers
are forked, so that one that falls is back at once; importing it opens no connection and starts no thread,
which a test holds it to.
"""

import gc
import importlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from jkrlm.supervisor.spawn import die_with_parent

APPLICATION = "jkrlm.wsgi:application"
#: Its lines go where the application's go, formed and cut as those are (LOG_FORMAT).
_LOGGING: Final = {
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"handlers": [], "propagate": True}},
}

#: Libraries of ours load these where they find them, and nobody uses them here: 8 MB of each worker. Stripe's
#: speaks through httpx instead of requests; httpx._main is httpx's command line, with rich and pygments.
UNUSED: Final = ("requests", "httpx._main")


def loaded(application_path: str) -> Callable[..., Any]:
    """Return the application, so that what it is made of is common to the workers and stays so."""
    for name in UNUSED:
        sys.modules[name] = None  # type: ignore[assignment]  # who tries finds it not installed
    module, name = application_path.split(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    gc.collect()
    gc.freeze()  # the collector must not touch, and so copy, the pages that the workers share
    return application


def serve(application_path: str = APPLICATION) -> None:
    """Serve on HOST:PORT with WEB_WORKERS processes of WEB_THREADS threads each, until SIGTERM."""
    main_pid = os.getpid()
    _count_together()
    application = loaded(application_path)

    def load() -> Callable[..., Any]:
        die_with_parent(signal.SIGKILL, main_pid)
        return application

    server = Server(
        application_path,
        address=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_WORKERS") or min(2, os.cpu_count() or 1)),
        blocking_threads=int(os.environ.get("WEB_THREADS") or 8),
        log_level=LogLevels.info,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
    )
    server.serve(target_loader=load, wrap_loader=False)


def _count_together() -> None:
    """Have the workers' counters add up (/metrics): each writes a file, of this start only."""
    folder = os.environ.setdefault(
        "PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="umeed-metrics-", dir=os.environ.get("RUN_DIR"))
    )
    for old in Path(folder).glob("*.db"):
        old.unlink()


if __name__ == "__main__":
    serve()
