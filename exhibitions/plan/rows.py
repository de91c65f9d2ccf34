"""What the pages show, made ready: nothing is looked up while they are drawn."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q, Sum
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.facade import categories, crafts
from exhibitions.plan import selectors
from exhibitions.plan.contracts import Exhibition, Mark, Stall, Zone
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.models import GateCount, ProgrammeItem, TeamMember, VisitorPass
from exhibitions.plan.models import Task as TaskRow
from exhibitions.plan.states import EXHIBITION_TRANSITIONS, ExhibitionState
from jkrlm.kernel.money import Money

BADGES: Final[Mapping[str, str]] = {
    ExhibitionState.DRAFT: "",
    ExhibitionState.INVITING: "wait",
    ExhibitionState.ALLOTTED: "gi",
    ExhibitionState.RUNNING: "ok",
    ExhibitionState.CLOSED: "off",
    ExhibitionState.SETTLED: "ok",
    ExhibitionState.CANCELLED: "err",
}
#: The way of an exhibition that is not cancelled.
WAY: Final = (
    ExhibitionState.DRAFT,
    ExhibitionState.INVITING,
    ExhibitionState.ALLOTTED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.SETTLED,
)
_VERBS: Final[Mapping[str, Promise]] = {
    ExhibitionState.INVITING: gettext_lazy("Announce it and invite groups"),
    ExhibitionState.ALLOTTED: gettext_lazy("Stalls are allotted"),
    ExhibitionState.RUNNING: gettext_lazy("Open the gates"),
    ExhibitionState.CLOSED: gettext_lazy("Close it"),
    ExhibitionState.SETTLED: gettext_lazy("Everything is settled"),
    ExhibitionState.CANCELLED: gettext_lazy("Cancel it"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way: done, now, or to come."""

    name: str
    css: str


@dataclass(frozen=True, slots=True)
class FairRow:
    fair: Exhibition
    days: str
    when: str
    state: str
    badge: str
    stalls: int
    groups: int
    late: int
    visitors: int


def days_words(first: date, last: date) -> str:
    """Write days as people say them: 6 to 15 December 2026."""
    if first == last:
        return date_format(first, "j F Y")
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    else:
        start = date_format(first, "j F" if first.year == last.year else "j F Y")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "j F Y")}


def hours_words(opens: time, closes: time) -> str:
    return f"{opens:%H:%M}–{closes:%H:%M}"


def when_words(fair: Exhibition, today: date) -> str:
    """Say how far away it is: day 2 of 10, in 12 days, over."""
    if fair.opens_on <= today <= fair.closes_on:
        said = {"day": (today - fair.opens_on).days + 1, "days": fair.days}
        return _("day %(day)s of %(days)s") % said
    if today < fair.opens_on:
        left = (fair.opens_on - today).days
        return ngettext("tomorrow", "in %(n)s days", left) % {"n": left}
    return _("over")


def steps(state: str) -> tuple[Step, ...]:
    """Return the way of an exhibition, and where it is on it."""
    if state == ExhibitionState.CANCELLED:
        return ()
    at = WAY.index(ExhibitionState(state))
    return tuple(
        Step(str(each.label), "done" if place < at else "now" if place == at else "")
        for place, each in enumerate(WAY)
    )


def moves(fair: Exhibition, today: date) -> tuple[dict[str, object], ...]:
    """Return what its state allows next: where to, in which words, and whether a reason is asked for."""
    allowed = EXHIBITION_TRANSITIONS[ExhibitionState(fair.state)]
    order = [*WAY, ExhibitionState.CANCELLED]
    return tuple(
        {
            "to": each.value,
            "verb": _VERBS[each],
            "asks": each == ExhibitionState.CANCELLED
            or (each == ExhibitionState.CLOSED and today < fair.closes_on),
            "is_last": each == ExhibitionState.CANCELLED,
        }
        for each in order
        if each in allowed
    )


def fair_rows(today: date, *, states: Iterable[str] | None = None) -> tuple[FairRow, ...]:
    """
    Return exhibitions with their numbers: those to come first to open first, then past ones. Six queries.
    """
    fairs = selectors.exhibitions(states=states)
    codes = [fair.code for fair in fairs]
    stalls = selectors.stall_numbers(codes)
    groups = handed_in.group_numbers(codes)
    late = _counts(TaskRow.objects.filter(exhibition__code__in=codes, done_at__isnull=True, due_on__lt=today))
    visitors = dict(
        GateCount.objects.filter(exhibition__code__in=codes)
        .values_list("exhibition__code")
        .annotate(total=Sum("people"))
    )
    rows = [
        FairRow(
            fair=fair,
            days=days_words(fair.opens_on, fair.closes_on),
            when=when_words(fair, today),
            state=str(ExhibitionState(fair.state).label),
            badge=BADGES[fair.state],
            stalls=stalls.get(fair.code, (0, 0))[0],
            groups=groups.get(fair.code, 0),
            late=late.get(fair.code, 0),
            visitors=visitors.get(fair.code) or 0,
        )
        for fair in fairs
    ]
    ahead = [row for row in rows if row.fair.closes_on >= today]
    past = [row for row in rows if row.fair.closes_on < today]
    return (*ahead, *reversed(past))


def _counts(rows) -> dict[str, int]:  # type: ignore[no-untyped-def]
    return dict(rows.values_list("exhibition__code").annotate(total=Count("pk")))


def marks_of(fair: Exhibition, *, names: Mapping[str, str], href: str = "") -> dict[str, Mark]:
    """Return a mark for each stall that a group has; ``href`` is its address with "{stall}" in it."""
    return {
        each.stall_code: Mark(
            "taken", names.get(each.group_code, each.group_code), href.replace("{stall}", each.stall_code)
        )
        for each in handed_in.groups_at(fair.code)
    }


def with_links(stalls: Iterable[Stall], marks: Mapping[str, Mark], href: str) -> dict[str, Mark]:
    """Give every stall a way to its page; ``href`` has "{stall}" in it."""
    found = {}
    for stall in stalls:
        mark = marks.get(stall.code, Mark())
        found[stall.code] = Mark(mark.css, mark.label, href.replace("{stall}", stall.code))
    return found


def passes_numbers(code: str) -> dict[str, int]:
    """Return how many passes were asked for, for how many people, and how many people came with one."""
    found = VisitorPass.objects.filter(exhibition__code=code).aggregate(
        passes=Count("pk"),
        people_sum=Sum("people"),
        came=Sum("people", filter=Q(counted_at__isnull=False)),
    )
    return {name: value or 0 for name, value in found.items()}


def is_on_team(code: str, user_id: int) -> bool:
    return TeamMember.objects.filter(exhibition__code=code, user_id=user_id).exists()


@dataclass(frozen=True, slots=True)
class SizeRow:
    """``size`` as people say it; width and height in metres; ``price`` for the whole exhibition."""

    size: str
    price: Money
    count: int
    width: Decimal
    height: Decimal


@dataclass(frozen=True, slots=True)
class ZoneRow:
    code: str
    name: str
    tint: int
    crafts: tuple[str, ...]
    sizes: tuple[SizeRow, ...]
    stalls: int


def zone_rows(zones: Iterable[Zone], stalls: Iterable[Stall]) -> tuple[ZoneRow, ...]:
    known = {each.slug: each.name for each in crafts()} | {each.slug: each.name for each in categories()}
    held = list(stalls)
    found = []
    for zone in zones:
        mine = [stall for stall in held if stall.zone_code == zone.code]
        sizes = Counter((stall.size, stall.price, stall.width, stall.height) for stall in mine)
        found.append(
            ZoneRow(
                zone.code,
                zone.name,
                zone.tint,
                tuple(known.get(slug, slug) for slug in zone.crafts),
                tuple(
                    SizeRow(size, price, count, width, height)
                    for (size, price, width, height), count in sizes.items()
                ),
                len(mine),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: int
    hours: str
    title: str
    kind: str
    where: str


def programme_days(fair: Exhibition, language: str) -> tuple[tuple[date, tuple[ItemRow, ...]], ...]:
    """Return the programme by day, in a language. One query."""
    found: dict[date, list[ItemRow]] = {}
    items = ProgrammeItem.objects.filter(exhibition__code=fair.code).order_by("day", "starts", "pk")
    for item in items:
        title = {"hi": item.title_hi, "ur": item.title_ur}.get(language) or item.title
        row = ItemRow(
            item.pk, hours_words(item.starts, item.ends), title, item.get_kind_display(), item.where
        )
        found.setdefault(item.day, []).append(row)
    return tuple((day, tuple(each)) for day, each in found.items())
