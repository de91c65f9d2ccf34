"""What the live board shows, gathered in a fixed number of queries, so that drawing it looks nothing up."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from catalogue.facade import crafts, marks_of
from exhibitions.results.models import Lead
from exhibitions.results.selectors import lead_counts
from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money
from sellers.registry.facade import groups_by_code

ZERO: Final = Money.zero("INR")
#: A till that has not asked for so long is shown as offline.
SILENT: Final = timedelta(minutes=10)
BEST: Final = 6
LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and what was sold; ``share`` of the largest, 0 to 100; ``tint`` is a zone's colour, else 0."""

    name: str
    amount: Money
    pieces: int
    share: int
    tint: int = 0


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day: today's and yesterday's sales, and today's visitors."""

    hour: int
    today: Money
    yesterday: Money
    visitors: int
    visitors_before: int


@dataclass(frozen=True, slots=True)
class StallPanel:
    """What is known of one stall today."""

    code: str
    group_code: str
    group: str
    place: str
    zone: str
    amount: Money
    pieces: int
    there: int
    brought: int
    till: str


@dataclass(frozen=True, slots=True)
class StockRow:
    group: str
    stall: str
    brought: int
    sold: int
    there: int
    badge: str
    state: str


@dataclass(frozen=True, slots=True)
class Board:
    """
    ``day`` is today while it runs, else its last day. ``bills`` are today's sales; ``missing`` entries are
    known to stand on tablets that are ``offline``; ``flags`` wait for staff.
    """

    fair: plan.Exhibition
    day: date
    sales: Money
    before: Money
    bills: int
    average: Money
    waiting: Money
    stalls: int
    taken: int
    free: int
    kept: int
    groups: int
    districts: int
    tills: int
    offline: tuple[till.TillState, ...]
    missing: int
    hours: tuple[Hour, ...]
    zones: tuple[Bar, ...]
    by_group: tuple[Bar, ...]
    by_craft: tuple[Bar, ...]
    best: tuple[Bar, ...]
    visitors: int
    visitors_before: int
    flags: tuple[till.Flag, ...]
    leads: int
    orders: int
    leads_all: int
    stock: tuple[StockRow, ...]
    pieces: int
    map: plan.DrawnMap
    panel: StallPanel | None
    at: datetime

    @property
    def change(self) -> int | None:
        """By how many percent today is above yesterday; None where there is nothing to compare."""
        return round((self.sales.amount / self.before.amount - 1) * 100) if self.before.amount > 0 else None


def day_of(fair: plan.Exhibition, today: date) -> date:
    return min(max(today, fair.opens_on), fair.closes_on)


def mark(exhibition: str, *, today: date, now: datetime) -> str:
    """Return what stays the same as long as the board does. Ten queries at most."""
    silent = [each.number for each in till.till_states(exhibition) if _is_silent(each, now)]
    said = (
        today,
        silent,
        till.mark(exhibition),
        plan.footfall(exhibition),
        plan.exhibition(exhibition).state,
        Lead.objects.filter(exhibition=exhibition).count(),
        stock.totals_by_group(exhibition),
        len(stalls.groups_at(exhibition)),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def board(fair: plan.Exhibition, *, today: date, now: datetime, stall: str = "", href: str = "") -> Board:
    """
    Gather the board; ``href`` is where a stall leads, with "{stall}" in it; ``stall`` is the one that is
    looked at.
    """
    day = day_of(fair, today)
    eve = day - timedelta(days=1)
    places = {each.group_code: each.stall_code for each in stalls.allotted(fair.code)}
    layout, zones, standing_on = plan.stalls(fair.code), plan.zones(fair.code), set(places.values())
    by_hour = till.takings_by_hour(fair.code, (eve, day))
    by_piece = till.takings_by_piece(fair.code, day)
    known = groups_by_code({*places, *(each.group_code for each in by_hour)})
    names = {code: group.name for code, group in known.items()}
    sold = _by_group(by_hour, day)
    days = {each.day: each for each in till.takings_by_day(fair.code)}
    today_, before = days.get(day), days.get(eve)
    states = till.till_states(fair.code)
    offline = tuple(each for each in states if _is_silent(each, now))
    goods = {each.group_code: each for each in stock.totals_by_group(fair.code)}
    asked, orders, _worth = lead_counts(fair.code, day)
    footfall = plan.hour_counts(fair.code)
    sales = _net(today_)
    panel = _panel(stall, places, known, layout, zones, sold, goods, states)
    return Board(
        fair=fair,
        day=day,
        sales=sales,
        before=_net(before),
        bills=today_.bills if today_ else 0,
        average=Money(today_.sold.amount / today_.bills, "INR") if today_ and today_.bills else ZERO,
        waiting=sum((each.waiting for each in days.values()), ZERO),
        stalls=len(layout),
        taken=len(places),
        free=sum(not each.kept and not each.blocked and each.code not in standing_on for each in layout),
        kept=sum(each.kept for each in layout),
        groups=len(places),
        districts=len({known[code].district for code in places if code in known}),
        tills=sum(not each.is_revoked for each in states),
        offline=offline,
        missing=sum(each.missing + each.waiting for each in states),
        hours=_hours(fair, by_hour, footfall, day),
        zones=_zones(zones, layout, places, sold),
        by_group=_bars({code: sold[code] for code in sold}, names)[:LISTED],
        by_craft=_by_craft(by_piece)[:LISTED],
        best=_best(by_piece),
        visitors=sum(each.total for each in footfall if each.day == day),
        visitors_before=sum(each.total for each in footfall if each.day == eve),
        flags=till.flags(fair.code),
        leads=asked,
        orders=orders,
        leads_all=lead_counts(fair.code)[0],
        stock=_stock(goods.values(), places, names),
        pieces=sum(each.counted_in for each in goods.values()),
        map=plan.stall_map(fair.code, _marks(layout, places, names, sold, panel.code if panel else "", href)),
        panel=panel,
        at=now.astimezone(INDIA),
    )


def _is_silent(each: till.TillState, now: datetime) -> bool:
    """A till whose day is open and that has not been heard of for a while, or of which bills are missing."""
    if each.is_revoked:
        return bool(each.missing)
    return bool(each.missing) or (each.is_open and (each.seen_at is None or now - each.seen_at > SILENT))


def _net(day: till.DayTakings | None) -> Money:
    return day.sold - day.returned if day else ZERO


def _by_group(rows: Iterable[till.HourTakings], day: date) -> dict[str, tuple[Money, int]]:
    found: dict[str, tuple[Money, int]] = {}
    for each in rows:
        if each.day == day:
            amount, pieces = found.get(each.group_code, (ZERO, 0))
            found[each.group_code] = (amount + each.gross, pieces + each.pieces)
    return found


def _hours(
    fair: plan.Exhibition, rows: Iterable[till.HourTakings], footfall: Iterable[plan.HourCount], day: date
) -> tuple[Hour, ...]:
    """From opening to closing, and any hour besides in which something was sold."""
    sums: dict[tuple[date, int], Money] = defaultdict(lambda: ZERO)
    for each in rows:
        sums[each.day, each.hour] += each.gross
    came = {(each.day, each.hour): each.total for each in footfall}
    eve = day - timedelta(days=1)
    hours = {*range(fair.opens_at.hour, fair.closes_at.hour), *(hour for _day, hour in sums)}
    hours |= {hour for at, hour in came if at in (day, eve)}
    return tuple(
        Hour(hour, sums[day, hour], sums[eve, hour], came.get((day, hour), 0), came.get((eve, hour), 0))
        for hour in sorted(hours)
    )


def _bars(
    sums: Mapping[str, tuple[Money, int]], names: Mapping[str, str], tints: Mapping[str, int] | None = None
) -> tuple[Bar, ...]:
    top = max((amount.amount for amount, _n in sums.values()), default=0)
    order = sorted(sums, key=lambda code: (-sums[code][0].amount, names.get(code, code)))
    return tuple(
        Bar(
            names.get(code, code),
            sums[code][0],
            sums[code][1],
            max(0, round(sums[code][0].amount * 100 / top)) if top else 0,
            (tints or {}).get(code, 0),
        )
        for code in order
    )


def _zones(
    zones: Iterable[plan.Zone],
    layout: Iterable[plan.Stall],
    places: Mapping[str, str],
    sold: Mapping[str, tuple[Money, int]],
) -> tuple[Bar, ...]:
    zone_of = {each.code: each.zone_code for each in layout}
    sums: dict[str, tuple[Money, int]] = {each.code: (ZERO, 0) for each in zones}
    for group, (amount, pieces) in sold.items():
        zone = zone_of.get(places.get(group, ""), "")
        so_far, count = sums.get(zone, (ZERO, 0))
        sums[zone] = (so_far + amount, count + pieces)
    names = {each.code: each.name for each in zones} | {"": _("Without a stall")}
    return _bars(sums, names, {each.code: each.tint for each in zones})


def _by_craft(rows: Iterable[till.PieceTakings]) -> tuple[Bar, ...]:
    pieces = list(rows)
    marks = marks_of([each.product_id for each in pieces if each.product_id])
    sums: dict[str, tuple[Money, int]] = {}
    for each in pieces:
        craft = marks.get(each.product_id, ("", ""))[1]
        amount, count = sums.get(craft, (ZERO, 0))
        sums[craft] = (amount + each.gross, count + each.pieces)
    return _bars(sums, {craft.slug: craft.name for craft in crafts()} | {"": _("Other goods")})


def _best(rows: Iterable[till.PieceTakings]) -> tuple[Bar, ...]:
    sums: dict[str, tuple[Money, int]] = {}
    for each in rows:
        amount, count = sums.get(each.name, (ZERO, 0))
        sums[each.name] = (amount + each.gross, count + each.pieces)
    found = sorted(_bars(sums, {}), key=lambda each: (-each.pieces, -each.amount.amount))
    return tuple(each for each in found if each.pieces > 0)[:BEST]


def _stock(
    goods: Iterable[stock.GroupGoods], places: Mapping[str, str], names: Mapping[str, str]
) -> tuple[StockRow, ...]:
    """What is amiss first, then who brought most."""
    rows = sorted(goods, key=lambda each: (-(each.differences + (each.there < 0)), -each.counted_in))
    return tuple(
        StockRow(
            names.get(each.group_code, each.group_code),
            places.get(each.group_code, ""),
            each.counted_in,
            each.sold,
            each.there,
            *_state(each),
        )
        for each in rows[:LISTED]
    )


def _state(each: stock.GroupGoods) -> tuple[str, str]:
    if each.there < 0:
        return "err", _("%(n)s short") % {"n": -each.there}
    if each.differences:
        return "err", _("Count differs")
    if each.on_the_way:
        return "wait", _("%(n)s on the road") % {"n": each.on_the_way}
    return "ok", _("Counted in")


def _marks(
    layout: Iterable[plan.Stall],
    places: Mapping[str, str],
    names: Mapping[str, str],
    sold: Mapping[str, tuple[Money, int]],
    chosen: str,
    href: str,
) -> dict[str, plan.Mark]:
    groups = {stall: group for group, stall in places.items()}
    found = {}
    for each in layout:
        group = groups.get(each.code)
        if group is None:
            continue
        label = f"{names.get(group, group)}, {rupees(sold.get(group, (ZERO, 0))[0])}"
        css = "taken sel" if each.code == chosen else "taken"
        found[each.code] = plan.Mark(css, label, href.replace("{stall}", each.code))
    return found


def _panel(
    stall: str,
    places: Mapping[str, str],
    known: Mapping[str, object],
    layout: Iterable[plan.Stall],
    zones: Iterable[plan.Zone],
    sold: Mapping[str, tuple[Money, int]],
    goods: Mapping[str, stock.GroupGoods],
    states: Iterable[till.TillState],
) -> StallPanel | None:
    """The stall that is looked at; without one the one that sold most."""
    groups = {at: group for group, at in places.items()}
    best = max(
        (group for group in sold if group in places), key=lambda each: sold[each][0].amount, default=""
    )
    code = stall if stall in groups else places.get(best, "")
    if not code:
        return None
    group = groups[code]
    zone_code = next((each.zone_code for each in layout if each.code == code), "")
    here = goods.get(group)
    amount, pieces = sold.get(group, (ZERO, 0))
    found = known.get(group)
    return StallPanel(
        code=code,
        group_code=group,
        group=getattr(found, "name", group),
        place=getattr(found, "district", ""),
        zone=next((each.name for each in zones if each.code == zone_code), ""),
        amount=amount,
        pieces=pieces,
        there=here.there if here else 0,
        brought=here.counted_in if here else 0,
        till=_till_at(code, states),
    )


def _till_at(stall: str, states: Iterable[till.TillState]) -> str:
    mine = [each for each in states if each.stall == stall and not each.is_revoked]
    if not mine:
        return ""
    return _("Till %(n)s") % {"n": mine[0].number}
