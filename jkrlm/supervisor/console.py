"""Lines for the person at the terminal. A closed terminal never stops the house."""

import contextlib
import sys
import time
from collections.abc import Iterator


def say(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def complain(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Name a long step before it starts, and how long it took when it is done."""
    say(f"  {title} …")
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    if seconds >= 1:
        say(f"    done in {seconds:.1f} s")
