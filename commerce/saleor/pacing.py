"""When a request that brought no answer is asked again, and after how long. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from commerce.saleor.operation_kind import Kind


@dataclass(frozen=True)
class Patience:
    """How long we wait; ``*_seconds`` of a kind is for the whole operation, all tries and pauses together."""

    connect_seconds: float = 2.0
    query_seconds: float = 8.0
    mutation_seconds: float = 20.0
    retries: int = 2
    pause_seconds: float = 0.15
    #: What we wait where the store is busy and does not say for how long.
    busy_seconds: float = 1.0

    def seconds(self, kind: Kind) -> float:
        return self.query_seconds if kind is Kind.QUERY else self.mutation_seconds


@dataclass(frozen=True)
class Failure:
    """
    One try that brought no answer.

    ``may_have_acted``: the store may have carried it out. ``passing``: the same may succeed a moment later.
    ``busy``: it was told to come back, ``retry_after_seconds`` from now where it was told when.
    ``counts``: for the breaker, Saleor was not reached.
    """

    sentence: str
    may_have_acted: bool
    passing: bool
    counts: bool = True
    busy: bool = False
    retry_after_seconds: float | None = None


class NoAnswer(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def pause_before_next(
    failure: Failure,
    *,
    kind: Kind,
    tries: int,
    remaining_seconds: float,
    patience: Patience,
    chance: Callable[[], float],
) -> float | None:
    """
    Return the seconds until the next try, or None where there is to be none.

    A write is repeated only where the first try cannot have been carried out. ``chance`` is in [0, 1):
    pauses differ, so that a hundred processes do not come back at the same moment.
    """
    if not failure.passing or (kind is Kind.MUTATION and failure.may_have_acted):
        return None
    if failure.retry_after_seconds is not None:
        seconds = failure.retry_after_seconds + 0.2 * chance()
    elif tries > patience.retries:
        return None
    else:
        first = patience.busy_seconds if failure.busy else patience.pause_seconds
        seconds = first * 2 ** (tries - 1) * (0.5 + chance())
    return seconds if seconds < remaining_seconds else None


def retry_after_seconds(header: str | None, *, now: datetime) -> float | None:
    """Return what ``Retry-After`` says, seconds or a date; None where it is absent or says nothing."""
    if not header:
        return None
    text = header.strip()
    if text.isdecimal():
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
