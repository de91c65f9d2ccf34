"""What crosses the door of lots."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class LotState(models.TextChoices):
    OPEN = "open", _("Open")
    RECALLED = "recalled", _("Called back")
    CLOSED = "closed", _("Closed")


class Bearer(models.TextChoices):
    """Who bears what a recall costs."""

    GROUP = "group", _("The group")
    OPERATOR = "operator", _("JKRLM")


class By(Protocol):
    """Who does it: ``actor`` is ``person:<user id>``, ``store`` or ``the clock``; the portal's is one."""

    @property
    def actor(self) -> str: ...

    @property
    def on_behalf_of(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Lot:
    """
    What was made together.

    ``number`` stands on labels: capitals, digits and hyphens, 20 at most (GS1 AI 10). ``expires_on`` is the
    last day on which it may be sold, None for goods that do not expire. ``certified_quantity`` is None until
    a decision on the lot; after it no more than that is sold. ``assigned`` is in orders now.
    """

    id: int
    number: str
    group_code: str
    product_id: str
    variant_id: str
    name: str
    made_on: date
    expires_on: date | None
    quantity: int
    certified_quantity: int | None
    assigned: int
    state: LotState

    @property
    def available(self) -> int:
        """How many more may go into orders, as far as numbers say."""
        most = self.quantity if self.certified_quantity is None else self.certified_quantity
        return max(0, most - self.assigned)

    def fits(self, variant_id: str) -> bool:
        """Return whether it is of a size of its goods; a lot that names none, and a size unknown, fit all."""
        return not self.variant_id or not variant_id or self.variant_id == variant_id

    def sellable_on(self, day: date, *, keeps_days: int = 0) -> bool:
        """Return whether any of it may be sold that comes to its buyer on this day and keeps so many more."""
        return (
            self.state == LotState.OPEN
            and self.available > 0
            and (self.expires_on is None or day + timedelta(days=keeps_days) <= self.expires_on)
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    So many pieces of a lot in an order's line. ``order_code`` is the seller order's.

    ``serials`` are the label codes of the pieces where they are known; ``released`` came back to the lot.
    """

    id: int
    lot_number: str
    order_code: str
    line_ref: str
    product_id: str
    quantity: int
    released: int
    serials: tuple[str, ...]
    assigned_at: datetime

    @property
    def held(self) -> int:
        """How many the order holds now."""
        return self.quantity - self.released


@dataclass(frozen=True, slots=True)
class OrderLine:
    """
    A line of an order that wants pieces of lots; ``arrives_on`` is the day promised to the buyer.
    ``variant_id`` empty: its size is not known.
    """

    line_ref: str
    product_id: str
    quantity: int
    arrives_on: date | None = None
    variant_id: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """
    How long goods of a kind must keep: ``days`` are left when they reach the buyer. While no day is promised,
    ``on_the_way`` days are reckoned from today.
    """

    days: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class LifeRule:
    """A rule for goods of a kind, in force from a day until, not including, another; no kind: all others."""

    id: int
    kind: str
    life: Life
    valid_from: date
    valid_to: date | None
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Recall:
    """``orders`` are the seller orders that held pieces of it when it was called back."""

    id: int
    lot_number: str
    product_id: str
    reason: str
    bearer: Bearer
    orders: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A step in a lot's history."""

    what: str
    words: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class LotsPage:
    """A page of the desk's list; ``after`` begins the next one, 0 where there is none."""

    lots: tuple[Lot, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Traced:
    """What the reader of a label is told of its lot; ``sold_on`` None: its piece is in no order."""

    state: LotState
    made_on: date
    expires_on: date | None
    quantity: int
    sold_on: date | None
