"""Drift: where the store and our rooms say different things. Wiring hands in what each room compares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DriftKind(StrEnum):
    EVENT = "event"
    CATALOGUE = "catalogue"
    PAYMENT = "payment"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Drift:
    """
    One difference. ``subject`` is the store's id of what differs, or a name; ``sentence`` is for staff.

    ``mended`` says that both sides are equal now, or will be when the outbox has delivered.
    """

    kind: DriftKind
    subject: str
    sentence: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """
    What is to be compared: what the store changed from ``since`` to ``until``; everything, if ``thorough``.

    With ``dry_run`` nothing is mended.
    """

    since: datetime
    until: datetime
    dry_run: bool = False
    thorough: bool = False


Comparer = Callable[[Window], Iterable[Drift]]

_comparers: dict[str, Comparer] = {}


def set_comparers(comparers: dict[str, Comparer]) -> None:
    """Take the wiring's table of what is compared, in words -> by whom; replaces the one before."""
    _comparers.clear()
    _comparers.update(comparers)


def comparers() -> dict[str, Comparer]:
    return dict(_comparers)
