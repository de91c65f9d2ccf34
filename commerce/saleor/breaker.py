"""
The circuit breaker: a Saleor that cannot be reached is not asked again by every page.

After five failures in a row it opens for 5 s, then lets one request through. If that one fails too, it
opens for twice as long, up to 30 s; if it succeeds, all go through again. Refusals are answers.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

from django.conf import settings

FAILURES_MAX: Final = 5
FIRST_SECONDS: Final = 5.0
LONGEST_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class BreakerState:
    """``failures`` in a row; ``retry_in_seconds`` until one may try; ``reason`` of the last failure."""

    name: Literal["closed", "open", "half-open"]
    failures: int
    retry_in_seconds: float
    reason: str


class BreakerOpen(Exception):
    def __init__(self, retry_in_seconds: float, reason: str) -> None:
        super().__init__(f"not asked again for {retry_in_seconds:.0f} s: {reason}")
        self.retry_in_seconds = retry_in_seconds


class Breaker:
    """One for each Saleor and process; safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._opened_seconds = 0.0
        self._closed_until = 0.0
        self._probe_until = 0.0
        self._reason = ""

    def admit(self) -> None:
        """
        Let a request through, or not; who is let through reports how it went.

        Raises:
            BreakerOpen: Saleor is not to be asked now.
        """
        with self._lock:
            now = self._clock()
            if self._failures < FAILURES_MAX:
                return
            waiting = max(self._closed_until, self._probe_until) - now
            if waiting > 0:
                raise BreakerOpen(waiting, self._reason)
            self._probe_until = now + LONGEST_SECONDS

    def succeeded(self) -> None:
        """An answer came, whatever it said."""
        with self._lock:
            self._failures, self._opened_seconds = 0, 0.0
            self._closed_until = self._probe_until = 0.0

    def failed(self, reason: str) -> None:
        """Saleor was not reached; stragglers that began before it opened do not prolong it."""
        with self._lock:
            now = self._clock()
            self._reason = reason
            self._failures += 1
            if self._failures < FAILURES_MAX or now < self._closed_until:
                return
            self._opened_seconds = min(self._opened_seconds * 2 or FIRST_SECONDS, LONGEST_SECONDS)
            self._closed_until, self._probe_until = now + self._opened_seconds, 0.0

    def state(self) -> BreakerState:
        with self._lock:
            now = self._clock()
            if self._failures < FAILURES_MAX:
                return BreakerState("closed", self._failures, 0.0, self._reason if self._failures else "")
            waiting = max(self._closed_until - now, 0.0)
            return BreakerState("open" if waiting else "half-open", self._failures, waiting, self._reason)


_breakers: dict[str, Breaker] = {}
_lock = Lock()


def breaker_of(url: str) -> Breaker:
    """Return this process's breaker for a Saleor."""
    with _lock:
        return _breakers.setdefault(url, Breaker())


def state() -> BreakerState:
    """Return how this process finds the Saleor of the settings; for the staff's banner."""
    return breaker_of(settings.SALEOR_API_URL).state()


def _forget() -> None:
    """After a fork a lock may be held by a thread that is not here."""
    global _breakers, _lock
    _breakers, _lock = {}, Lock()


os.register_at_fork(after_in_child=_forget)
