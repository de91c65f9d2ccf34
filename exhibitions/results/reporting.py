"""What JKTPO reports of an exhibition, and how it compares with earlier ones."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.till.facade as till
from catalogue.facade import crafts, marks_of
from exhibitions.results.models import Lead
from exhibitions.results.selectors import lead_counts
from jkrlm.kernel.money import Money
from sellers.registry.facade import groups_by_code

ZERO: Final = Money.zero("INR")
#: So many earlier exhibitions stand beside it, the newest first.
EARLIER: Final = 4
_OVER: Final = (plan.ExhibitionState.CLOSED, plan.ExhibitionState.SETTLED)


@dataclass(frozen=True, slots=True)
class Row:
    """A day, zone, district, craft or group with what was sold there; ``share`` of the whole, in percent."""

    name: str
    pieces: int
    amount: Money
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    day: date
    visitors: int
    bills: int
    amount: Money
    leads: int


@dataclass(frozen=True, slots=True)
class Figures:
    """An exhibition in one line; ``turnover`` is sold less returned, tax included."""

    code: str
    name: str
    opens_on: date
    closes_on: date
    offered: int
    allotted: int
    taken: int
    no_shows: int
    visitors: int
    bills: int
    turnover: Money
    average: Money
    leads: int
    orders: int
    orders_worth: Money

    @property
    def days(self) -> int:
        return (self.closes_on - self.opens_on).days + 1


@dataclass(frozen=True, slots=True)
class Report:
    """``earlier`` were at the same place, or of the same series, the newest first."""

    fair: plan.Exhibition
    figures: Figures
    applied: int
    days: tuple[DayRow, ...]
    zones: tuple[Row, ...]
    districts: tuple[Row, ...]
    crafts: tuple[Row, ...]
    groups: tuple[Row, ...]
    earlier: tuple[Figures, ...]


def report(exhibition: str) -> Report:
    """Gather it. Some thirty queries, and nine for each earlier exhibition. Raises ExhibitionUnknown."""
    fair = plan.exhibition(exhibition)
    pieces = till.takings_by_piece(exhibition)
    places = {each.group_code: each.stall_code for each in stalls.allotted(exhibition)}
    known = groups_by_code({*places, *(each.group_code for each in pieces)})
    zone_of = {each.code: each.zone_code for each in plan.stalls(exhibition)}
    zones = {each.code: each.name for each in plan.zones(exhibition)} | {"": _("Without a stall")}
    marks = marks_of([each.product_id for each in pieces if each.product_id])
    names = {craft.slug: craft.name for craft in crafts()} | {"": _("Other goods")}
    found = stalls.applications(exhibition)
    return Report(
        fair=fair,
        figures=figures(fair),
        applied=sum(each.state != "withdrawn" for each in found),
        days=_days(fair),
        zones=_rows(pieces, lambda each: zone_of.get(places.get(each.group_code, ""), ""), zones),
        districts=_rows(
            pieces, lambda each: known[each.group_code].district if each.group_code in known else "", {}
        ),
        crafts=_rows(pieces, lambda each: marks.get(each.product_id, ("", ""))[1], names),
        groups=_rows(
            pieces,
            lambda each: each.group_code,
            {code: group.name for code, group in known.items()},
            {code: places.get(code, "") for code in known},
            also=places,
        ),
        earlier=tuple(figures(each) for each in earlier(fair)),
    )


def figures(fair: plan.Exhibition) -> Figures:
    """Return its line."""
    days = till.takings_by_day(fair.code)
    states = Counter(each.state for each in stalls.applications(fair.code))
    held = {each.stall_code for each in stalls.allotted(fair.code)}
    usable = sum(not each.blocked and (not each.kept or each.code in held) for each in plan.stalls(fair.code))
    sold = sum((each.sold for each in days), ZERO)
    bills = sum(each.bills for each in days)
    leads, orders, worth = lead_counts(fair.code)
    return Figures(
        code=fair.code,
        name=fair.name,
        opens_on=fair.opens_on,
        closes_on=fair.closes_on,
        offered=usable,
        allotted=stalls.given_number(fair.code),
        taken=states["allotted"],
        no_shows=states["no-show"],
        visitors=plan.footfall(fair.code),
        bills=bills,
        turnover=sold - sum((each.returned for each in days), ZERO),
        average=Money(sold.amount / bills, "INR").quantized() if bills else ZERO,
        leads=leads,
        orders=orders,
        orders_worth=worth,
    )


def series_of(code: str) -> str:
    """Return what editions of one fair share: "SARAS-JMU" of "SARAS-JMU-26"."""
    head, _dash, tail = code.rpartition("-")
    return head if head and tail.isdigit() else code


def earlier(fair: plan.Exhibition) -> tuple[plan.Exhibition, ...]:
    """Return exhibitions that are over, before this one, at the same place or of the same series."""
    found = [
        each
        for each in plan.exhibitions(states=_OVER)
        if each.closes_on < fair.opens_on
        and each.code != fair.code
        and (
            series_of(each.code) == series_of(fair.code) or (each.venue, each.town) == (fair.venue, fair.town)
        )
    ]
    return tuple(reversed(found))[:EARLIER]


def _days(fair: plan.Exhibition) -> tuple[DayRow, ...]:
    """Every day of a fair that is over; of another those until the last of which something is known."""
    sums = {each.day: each for each in till.takings_by_day(fair.code)}
    came: dict[date, int] = defaultdict(int)
    for each in plan.hour_counts(fair.code):
        came[each.day] += each.total
    asked = leads_by_day(fair.code)
    told = {*sums, *came, *asked}
    last = fair.closes_on if fair.state in _OVER else max(told, default=fair.opens_on)
    days = {fair.opens_on + timedelta(days=at) for at in range((last - fair.opens_on).days + 1)} | told
    return tuple(
        DayRow(
            day,
            came.get(day, 0),
            sums[day].bills if day in sums else 0,
            sums[day].sold - sums[day].returned if day in sums else ZERO,
            asked.get(day, 0),
        )
        for day in sorted(days)
    )


def leads_by_day(exhibition: str) -> dict[date, int]:
    rows = Lead.objects.filter(exhibition=exhibition).values_list("taken_on")
    return dict(rows.annotate(n=Count("pk")))


def _rows(
    pieces: Iterable[till.PieceTakings],
    key: Callable[[till.PieceTakings], str],
    names: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    *,
    also: Iterable[str] = (),
) -> tuple[Row, ...]:
    """Group what was sold, the most first; ``also`` names those that sold nothing."""
    sums: dict[str, tuple[Money, int]] = dict.fromkeys(also, (ZERO, 0))
    for each in pieces:
        amount, count = sums.get(key(each), (ZERO, 0))
        sums[key(each)] = (amount + each.gross, count + each.pieces)
    whole = sum((amount.amount for amount, _count in sums.values()), ZERO.amount)
    order = sorted(sums, key=lambda code: (-sums[code][0].amount, names.get(code, code)))
    return tuple(
        Row(
            names.get(code, code or _("Unknown")),
            sums[code][1],
            sums[code][0],
            round(float(sums[code][0].amount * 100 / whole), 1) if whole else 0.0,
            (notes or {}).get(code, ""),
        )
        for code in order
    )
