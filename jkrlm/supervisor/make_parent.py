"""
Being started by ``make``.

``make`` passes a SIGTERM on to its children, but a SIGINT sent to it alone it keeps, and waits for a child
that was never told; killed with -9 it leaves the child behind. Both mean: stop. So the supervisor looks at
its parent.
"""

import os
import signal
import threading
import time
from pathlib import Path

from jkrlm.supervisor.signals import Waiter
from jkrlm.supervisor.spawn import die_with_parent

_LOOK_EVERY_SECONDS = 0.5
_SIGINT_BIT = 1 << (signal.SIGINT - 1)


def follow(waiter: Waiter) -> None:
    """Stop in order when the ``make`` that started us ends or is interrupted; else do nothing."""
    parent = os.getppid()
    if not _is_make(parent):
        return
    die_with_parent(signal.SIGTERM, parent)
    threading.Thread(target=_watch, args=(parent, waiter), name="make", daemon=True).start()


def _is_make(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() in ("make", "gmake")
    except OSError:
        return False


def _watch(parent: int, waiter: Waiter) -> None:
    handling_for = 0
    while True:
        time.sleep(_LOOK_EVERY_SECONDS)
        # A process in its handler for SIGINT has SIGINT blocked. One glimpse is no proof.
        handling_for = handling_for + 1 if _handles_interrupt(parent) else 0
        if handling_for >= 2 and not waiter.stops_asked:
            os.kill(os.getpid(), signal.SIGTERM)


def _handles_interrupt(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    masks = (line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return any(int(mask, 16) & _SIGINT_BIT for mask in masks)
