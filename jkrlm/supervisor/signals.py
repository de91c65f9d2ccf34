"""Waiting that a signal ends at once, without exceptions thrown into the middle of other work."""

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from jkrlm.supervisor.errors import StopAsked

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Waiter:
    """Sleeps until a time has passed, a child ended, or somebody asked to stop."""

    def __init__(self) -> None:
        self.stops_asked = 0
        self._ears = -1

    def pause(self, seconds: float) -> None:
        """
        Wait; a child's end cuts it short.

        Raises:
            StopAsked: Ctrl-C, SIGTERM or SIGHUP came, now or earlier.
        """
        self._sleep(seconds)
        if self.stops_asked:
            raise StopAsked

    def rest(self, seconds: float) -> None:
        """Wait while closing: a stop that was asked before is no news."""
        self._sleep(seconds)

    def _sleep(self, seconds: float) -> None:
        if self._ears < 0:
            time.sleep(seconds)
            return
        if select.select([self._ears], [], [], 0 if self.stops_asked else seconds)[0]:
            os.read(self._ears, 4096)
        elif self.stops_asked:
            time.sleep(min(seconds, 0.05))

    def _note(self, signum: int, _frame: FrameType | None) -> None:
        if signum in STOPPING:
            self.stops_asked += 1

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take over the stop signals and SIGCHLD for the main thread, and give them back."""
        self._ears, mouth = os.pipe()
        for end in (self._ears, mouth):
            os.set_blocking(end, False)
        before_fd = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        # Whoever started us with nohup wants us to outlive the terminal.
        outlives = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        heard = (*STOPPING, signal.SIGCHLD)
        wanted = [number for number in heard if not (outlives and number == signal.SIGHUP)]
        before = {number: signal.signal(number, self._note) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(before_fd)
            os.close(self._ears)
            os.close(mouth)
            self._ears = -1
