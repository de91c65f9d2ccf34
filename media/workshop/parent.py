"""Handing files to the workshop's child, one at a time in each process; a child that dies is replaced."""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from media.errors import FilesUnavailable
from media.workshop.child import LENGTHS
from media.workshop.refusal import BROKEN, Refusal

logger = logging.getLogger(__name__)
Trade = Literal["picture", "document", "sound", "better"]
#: A photograph of 12 megapixels takes about one second; what takes so long was made to.
SECONDS: Final = 10.0
#: Who waits longer for those before him holds a thread that serves pages.
WAIT_SECONDS: Final = 5.0
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_lock = threading.Lock()
_running: list["subprocess.Popen[bytes]"] = []
#: What children of this process died of at work, first to last.
crashes: Final[list[str]] = []


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the child says of a file, and the clean file."""

    facts: dict[str, Any]
    data: bytes


def cleaned(trade: Trade, data: bytes, **how: str | int) -> Cleaned:
    """
    Have a file opened, judged and written anew, apart from this process; ``how`` is said to the trade.

    Raises:
        Refusal: it is none that we keep; also where opening it killed the child or took too long.
        FilesUnavailable: too many were before it; it was not looked at.
    """
    lock = _lock
    if not lock.acquire(timeout=WAIT_SECONDS):
        raise FilesUnavailable(_("Too many photographs arrive just now. Try again in a minute."))
    try:
        answer = _tried(trade, data, how)
    finally:
        lock.release()
    if answer is None:
        raise Refusal(BROKEN)
    facts, made = answer
    if "refused" in facts:
        if facts.get("fault"):
            logger.info("A %s could not be opened: %s", trade, facts["fault"])
        raise Refusal(facts["refused"], limit=facts["limit"], kind=facts["kind"])
    return Cleaned(facts, made)


def _tried(trade: Trade, data: bytes, how: Mapping[str, str | int]) -> tuple[dict[str, Any], bytes] | None:
    """Return the answer, or None where the file has killed two children. Raises Refusal."""
    for attempt in (1, 2):
        answer = _asked(_child(), trade, data, how)
        if answer is not None:
            return answer
        # It may have gone home just as we came. A file that kills two children is to blame.
        if _running[0].returncode:
            crashes.append(trade)
            logger.warning("The workshop's child died on a %s, try %d", trade, attempt)
    return None


def _child() -> "subprocess.Popen[bytes]":
    if _running and _running[0].poll() is None:
        return _running[0]
    _forget()
    child = subprocess.Popen(
        [sys.executable, "-m", "media.workshop.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        # No secrets of ours for what a hostile file may do; few arenas, so that memory is given back.
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "MALLOC_ARENA_MAX": "2",
             "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    _running[:] = [child]
    return child


def _asked(
    child: "subprocess.Popen[bytes]", trade: Trade, data: bytes, how: Mapping[str, str | int]
) -> tuple[dict[str, Any], bytes] | None:
    """
    Return the answer, or None where the child died.

    Raises:
        Refusal: it took too long, and was stopped.
    """
    assert child.stdin is not None and child.stdout is not None
    about = json.dumps({"trade": trade, **how}).encode()
    took_too_long = threading.Event()

    def end() -> None:
        took_too_long.set()
        child.kill()

    stop = threading.Timer(SECONDS, end)
    stop.start()
    try:
        child.stdin.write(LENGTHS.pack(len(about), len(data)) + about)
        child.stdin.write(data)
        child.stdin.flush()
        head = child.stdout.read(LENGTHS.size)
        if len(head) == LENGTHS.size:
            words, size = LENGTHS.unpack(head)
            said, made = child.stdout.read(words), child.stdout.read(size)
            if len(said) == words and len(made) == size:
                return json.loads(said), made
    except (BrokenPipeError, OSError, ValueError):
        pass
    finally:
        stop.cancel()
    try:
        child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if took_too_long.is_set():
        logger.warning("A %s took longer than %d s to open and was given up", trade, SECONDS)
        raise Refusal(BROKEN)
    return None


def _forget() -> None:
    for child in _running:
        if child.poll() is None:
            child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
    _running.clear()


def _after_fork() -> None:
    """A forked process has its parent's pipes: it must not speak into them."""
    global _lock
    _lock = threading.Lock()
    _running.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_forget)
