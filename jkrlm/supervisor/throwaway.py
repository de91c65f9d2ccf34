"""A database that lives as long as one command: for the tests and the bench, quick rather than durable."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jkrlm.supervisor.house import embedded_cluster
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.signals import Waiter

_PREFIX = "umeed-house-"
_LOCK = "in-use"


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """Yield a new folder that goes when the block ends; those of runs that were killed go first."""
    home = Path(tempfile.gettempdir())
    for old in home.glob(f"{_PREFIX}*"):
        _remove_unless_in_use(old)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_unless_in_use(old: Path) -> None:
    try:
        descriptor = os.open(old / _LOCK, os.O_RDWR)
    except OSError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(old, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)


@contextmanager
def throwaway_database(waiter: Waiter, *, durable: bool) -> Iterator[dict[str, str]]:
    """Yield DATABASE_URL and DATA_DIR of a store's home that vanishes with the block."""
    with throwaway_folder() as folder:
        cluster = embedded_cluster(folder, records=Records(folder / "run"), waiter=waiter, durable=durable)
        try:
            cluster.create()
            cluster.start()
            yield {"DATABASE_URL": cluster.url, "DATA_DIR": str(folder / "var")}
        finally:
            cluster.stop(waiter.rest)
