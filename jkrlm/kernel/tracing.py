"""Which request a line of a log belongs to, here and at those we ask on its behalf."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """``trace_id`` as in W3C Trace Context, 32 hexadecimal digits; ``request_id`` is our own proxy's name."""

    trace_id: str
    request_id: str

    def traceparent(self) -> str:
        """Return the header for one call that we make; each call is a span of its own."""
        return f"00-{self.trace_id}-{secrets.token_hex(8)}-01"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current_trace() -> Trace:
    """Return the trace of what is being done; a new one where nobody began any."""
    return _current.get() or _new("", "")


@contextmanager
def traced(*, traceparent: str = "", request_id: str = "") -> Iterator[Trace]:
    """Do what follows under the caller's trace, or under a new one where it sent none that is well formed."""
    mark = _current.set(_new(traceparent, request_id))
    try:
        yield current_trace()
    finally:
        _current.reset(mark)


def _new(traceparent: str, request_id: str) -> Trace:
    given = _TRACEPARENT.fullmatch(traceparent)
    trace_id = given[1] if given and given[1] != "0" * 32 else secrets.token_hex(16)
    return Trace(trace_id, request_id if _REQUEST_ID.fullmatch(request_id) else trace_id)
