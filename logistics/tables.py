"""The reference tables that staff change, as a literal table: what makes a row another, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.dated import DatedRow
from logistics import models


@dataclass(frozen=True, slots=True)
class Table:
    """
    ``keys`` tell rows apart, ``values`` are what they say; ``at_once``: may begin today, else tomorrow;
    ``never_later``: a new one must, as promises move when it is entered.
    """

    title: Promise
    about: Promise
    model: type[DatedRow]
    keys: tuple[str, ...]
    values: tuple[str, ...]
    at_once: bool = False
    never_later: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, *self.values)

    def key_of(self, row: DatedRow) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self.keys)


TABLES: Final[Mapping[str, Table]] = {
    "bands": Table(
        _("Rate cards"),
        _("What a carrier asks for one box, by service, distance and weight, before GST."),
        models.RateBand,
        ("service", "zone", "over_grams"),
        (
            "up_to_grams",
            "price",
            "step_grams",
            "step_price",
            "gst_percent",
            "value_limit",
            "name",
            "carrier",
            "card",
        ),
    ),
    "transit": Table(
        _("Days on the way"),
        _("Calendar days from hand-over to the door."),
        models.TransitDays,
        ("service", "zone"),
        ("days_min", "days_max"),
    ),
    "holidays": Table(
        _("Holidays"),
        _(
            "Days on which nobody packs, hands over or delivers; Sundays are not listed. With a new one, "
            "parcels that were promised over it come later: their buyers are told, and read its name."
        ),
        models.Holiday,
        ("day",),
        ("name",),
        at_once=True,
        never_later=True,
    ),
    "hub-legs": Table(
        _("To the hub"),
        _("Days and price of bringing a group's share to the hub where it joins a box."),
        models.HubLeg,
        (),
        ("days", "share_price", "gst_percent"),
    ),
    "covers": Table(
        _("Loss and insurance"),
        _("What a carrier pays at most for a loss, what insuring the rest costs, who bears the remainder."),
        models.LossCover,
        ("service",),
        ("carrier_pays", "premium_percent", "bearer"),
    ),
    "cash-limits": Table(
        _("Cash on delivery"),
        _("The smallest and the largest order that may be paid at the door."),
        models.CashLimit,
        (),
        ("minimum", "maximum"),
    ),
    "cash-off": Table(
        _("No cash on delivery"),
        _("PIN codes that begin so cannot pay at the door."),
        models.CashSwitchedOff,
        ("prefix",),
        ("reason",),
        at_once=True,
    ),
}


def standing(row: DatedRow, today: date) -> str:
    """Return comes, over or in-force."""
    if row.valid_from > today:
        return "comes"
    return "over" if row.valid_to is not None and row.valid_to <= today else "in-force"
