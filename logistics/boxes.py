"""
Boxes: what several groups of one hub send together, instead of each by itself. Pure.

Weight, price and dates are those of the one box from the hub; each group keeps a share of it (the order is
split by group). Shares are whole rupees, at least one, by chargeable weight; what remains is the heaviest's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from jkrlm.kernel.money import Money
from logistics import rules
from logistics.closures import Journey, Spot, met_by, travel
from logistics.contracts import ParcelOption, Place
from logistics.tariff import Tariff

#: In an option's key, between the service and the hub.
VIA: Final = "--"
DAYS_SEARCHED: Final = 60


@dataclass(frozen=True, slots=True)
class Share:
    """What one group packs. ``open_on`` says when its centre works."""

    group_code: str
    spot: Spot
    pieces: tuple[rules.Piece, ...]
    value: Decimal
    packed: date
    open_on: Callable[[date], bool]

    @property
    def chargeable_grams(self) -> int:
        return rules.chargeable(self.pieces)


@dataclass(frozen=True, slots=True)
class Hub:
    code: str
    name: str
    spot: Spot
    open_on: Callable[[date], bool]


BoxOptions = Mapping[str, Mapping[str, ParcelOption]]


def box_options(*, tariff: Tariff, hub: Hub, shares: Sequence[Share], destination: Place) -> BoxOptions:
    """
    Return, for each service that takes the box, each group's share of it; nothing for fewer than two groups.

    Shares reach the hub in ``HubLeg.days`` after each group's centre has taken them in; the box leaves on the
    next day on which the hub works.
    """
    leg = tariff.hub_leg
    if len(shares) < 2 or leg is None:
        return {}
    ready = [_at_hub(share, hub, tariff, leg.days) for share in shares]
    known = [journey for journey in ready if journey is not None]
    if len(known) < len(shares):
        return {}
    leaves = open_day(max(journey.latest for journey in known) + timedelta(days=1), hub.open_on, tariff)
    if leaves is None:
        return {}
    to_hub = rules.to_whole_rupees(leg.share_price * (1 + leg.gst_percent / 100)) * len(shares)
    options = rules.options_for(
        tariff=tariff,
        origin=hub.spot,
        destination=destination,
        pieces=tuple(piece for share in shares for piece in share.pieces),
        value=sum((share.value for share in shares), Decimal(0)),
        ship_on=leaves,
    )
    reasons = [reason for journey in known for reason in journey.reasons]
    return {
        option.key: _shared(option, hub, shares, option.price + Money(to_hub, "INR"), reasons)
        for option in options
    }


def _shared(
    option: ParcelOption, hub: Hub, shares: Sequence[Share], price: Money, reasons: list[str]
) -> dict[str, ParcelOption]:
    amounts = split_rupees(int(price.amount), [share.chargeable_grams for share in shares])
    why = tuple(dict.fromkeys((*reasons, *option.delays)))
    return {
        share.group_code: replace(
            option,
            key=f"{option.key}{VIA}{hub.code}",
            price=Money(Decimal(amount), "INR"),
            via_hub=hub.code,
            via_name=hub.name,
            delays=why,
        )
        for share, amount in zip(shares, amounts, strict=True)
    }


def split_rupees(total: int, weights: Sequence[int]) -> list[int]:
    """
    Split whole rupees by weight, each part at least one where there are enough; what remains is the
    heaviest's, among equals the first's. The parts sum to the whole.
    """
    least = 1 if total >= len(weights) else 0
    rest, whole = total - least * len(weights), sum(weights)
    parts = [least + rest * weight // whole for weight in weights]
    parts[max(range(len(weights)), key=lambda at: weights[at])] += total - sum(parts)
    return parts


def _at_hub(share: Share, hub: Hub, tariff: Tariff, days: int) -> Journey | None:
    taken = open_day(share.packed + timedelta(days=1), share.open_on, tariff)
    if taken is None:
        return None
    met = met_by(tariff.closures, share.spot, hub.spot)

    def working_day(day: date) -> date:
        return rules.working_day(day, tariff)

    return travel(
        ship_on=taken,
        days_min=days,
        days_max=days,
        origin=share.spot,
        destination=hub.spot,
        met=met,
        working_day=working_day,
    )


def open_day(day: date, open_on: Callable[[date], bool], tariff: Tariff) -> date | None:
    """Return the first working day on which a place works; None where it does not within two months."""
    for _ in range(DAYS_SEARCHED):
        day = rules.working_day(day, tariff)
        if open_on(day):
            return day
        day += timedelta(days=1)
    return None
