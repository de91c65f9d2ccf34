"""One house per data folder: a lock that the kernel lets go when its holder ends, however it ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jkrlm.supervisor.errors import AlreadyRuns

FILE = "run.lock"


@contextmanager
def house_lock(data_dir: Path, *, doing: str) -> Iterator[None]:
    """
    Hold the data folder.

    Args:
        doing: what the holder is, for the sentence that a second start prints; such as
            "runs at http://127.0.0.1:8000/" or "is being restored".

    Raises:
        AlreadyRuns: somebody else holds it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    # Opened close-on-exec: children never keep the lock of a supervisor that is gone.
    descriptor = os.open(data_dir / FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRuns(_sentence(descriptor)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "doing": doing}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _sentence(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        holder = {"pid": "unknown", "doing": "is just being started"}
    return f"The store already {holder['doing']} (process {holder['pid']}); stop that one first, with Ctrl-C."


def is_held(data_dir: Path) -> bool:
    """Return whether a supervisor holds this data folder now."""
    try:
        descriptor = os.open(data_dir / FILE, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
