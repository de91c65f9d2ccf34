"""Reads of grievances; each says what it costs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from jkrlm.kernel.clock import INDIA, start_of
from jkrlm.people.facade import User
from storefront.grievances import rules
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.rules import Clock, clock_of
from storefront.grievances.states import OPEN, Author, GrievanceState, Kind

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class DeskRow:
    """``acknowledge`` runs until a person has written, ``close`` until it is resolved; None when stopped."""

    number: str
    kind: Kind
    state: GrievanceState
    about: str
    who: str
    opened_at: datetime
    assignee: str
    acknowledge: Clock | None
    close: Clock | None

    @property
    def is_late(self) -> bool:
        return any(clock is not None and clock.is_late for clock in (self.acknowledge, self.close))


@dataclass(frozen=True, slots=True)
class DeskCounts:
    open: int
    late: int
    unread: int
    soon: int
    nobody: int


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """``who`` is the desk's person; empty for who complained and for the shop itself."""

    author: Author
    who: str
    at: datetime
    words: str
    photos: tuple[str, ...]
    is_internal: bool
    state: GrievanceState | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """``share`` of what was resolved this month that was in time, whole percent; None where nothing was."""

    month: date
    opened: int
    resolved: int
    in_time: int
    share: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    months: tuple[MonthRow, ...]
    kinds: tuple[tuple[str, int, int], ...]
    open_now: int
    late_now: int


def late(now: datetime) -> Q:
    """Not acknowledged by a person in 48 hours, or not resolved in a month."""
    unread = Q(acknowledged_at=None, acknowledge_by__lt=now)
    return Q(state__in=OPEN) & (unread | Q(close_by__lt=now))


def queue(
    *, now: datetime, state: str = "", kind: str = "", who: User | None = None, words: str = ""
) -> tuple[DeskRow, ...]:
    """Return what is wanted, overdue first, then what is due next; what is over, newest first. One query."""
    rows = Grievance.objects.select_related("assignee")
    if state in GrievanceState.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state__in=OPEN)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if who is not None:
        rows = rows.filter(assignee=who)
    if words:
        rows = rows.filter(
            Q(number__icontains=words) | Q(reference__icontains=words) | Q(complaint_number__iexact=words)
        )
    is_over = state in (GrievanceState.RESOLVED, GrievanceState.CLOSED, "all")
    found = [desk_row(row, now) for row in _ordered(rows, is_over=is_over)[: PAGE * 4]]
    if not is_over:
        found.sort(key=lambda row: (not row.is_late, _due(row)))
    return tuple(found[:PAGE])


def counts(*, now: datetime) -> DeskCounts:
    """One query."""
    found = Grievance.objects.filter(state__in=OPEN).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=late(now)),
        unread=Count("pk", filter=Q(acknowledged_at=None)),
        nobody=Count("pk", filter=Q(assignee=None)),
    )
    rows = Grievance.objects.filter(~late(now), state__in=OPEN)
    soon = sum(
        1
        for row in (desk_row(each, now) for each in rows.select_related("assignee")[:1000])
        if any(clock is not None and clock.tint == "soon" for clock in (row.acknowledge, row.close))
    )
    return DeskCounts(soon=soon, **found)


def desk_row(row: Grievance, now: datetime) -> DeskRow:
    is_open = row.state in OPEN
    began = row.reopened_at or row.opened_at
    return DeskRow(
        number=row.number,
        kind=Kind(row.kind),
        state=GrievanceState(row.state),
        about=row.reference,
        who=row.name,
        opened_at=row.opened_at,
        assignee=row.assignee.name if row.assignee is not None else "",
        acknowledge=(
            clock_of(since=row.opened_at, due=row.acknowledge_by, now=now)
            if is_open and row.acknowledged_at is None
            else None
        ),
        close=clock_of(since=began, due=row.close_by, now=now) if is_open else None,
    )


def thread(grievance: Grievance, *, with_notes: bool) -> tuple[ThreadLine, ...]:
    """Return what was said, the first line first. One query."""
    rows = GrievanceMessage.objects.filter(grievance=grievance).select_related("user").order_by("pk")
    if not with_notes:
        rows = rows.filter(is_internal=False)
    return tuple(
        ThreadLine(
            author=Author(row.author),
            who=row.user.name if row.user is not None else "",
            at=row.at,
            words=row.words,
            photos=tuple(row.photos),
            is_internal=row.is_internal,
            state=GrievanceState(row.state) if row.state else None,
        )
        for row in rows
    )


def of_seller(person_id: int) -> Sequence[Grievance]:
    """Return her own, newest first. One query."""
    return list(Grievance.objects.filter(person_id=person_id).order_by("-pk")[:PAGE])


def may_reopen(grievance: Grievance, now: datetime) -> bool:
    return (
        grievance.state == GrievanceState.RESOLVED
        and grievance.resolved_at is not None
        and now <= grievance.resolved_at + rules.REOPEN
    )


def figures(*, first: date, now: datetime) -> Figures:
    """Return what came and was resolved since a month, Indian months; and what is open. Four queries."""
    since = start_of(first)
    opened = _by_month(Grievance.objects.filter(opened_at__gte=since), "opened_at", Count("pk"))
    resolved = _by_month(Grievance.objects.filter(resolved_at__gte=since), "resolved_at", Count("pk"))
    timely = _by_month(
        Grievance.objects.filter(resolved_at__gte=since, in_time=True), "resolved_at", Count("pk")
    )
    months = tuple(
        MonthRow(
            month=month,
            opened=opened.get(month, 0),
            resolved=resolved.get(month, 0),
            in_time=timely.get(month, 0),
            share=round(100 * timely.get(month, 0) / resolved[month]) if resolved.get(month) else None,
        )
        for month in _months(first, now.astimezone(INDIA).date())
    )
    by_kind = {
        row["kind"]: row
        for row in Grievance.objects.filter(Q(opened_at__gte=since) | Q(state__in=OPEN))
        .values("kind")
        .annotate(many=Count("pk"), waiting=Count("pk", filter=Q(state__in=OPEN)))
    }
    kinds = tuple(
        (str(kind.label), by_kind[kind]["many"], by_kind[kind]["waiting"]) for kind in Kind if kind in by_kind
    )
    there = Grievance.objects.aggregate(
        open_now=Count("pk", filter=Q(state__in=OPEN)), late_now=Count("pk", filter=late(now))
    )
    return Figures(months, kinds, there["open_now"], there["late_now"])


def open_about(product_ids: Collection[str]) -> dict[str, int]:
    """
    Return how many grievances of buyers about each of these goods are open, an order's or a certificate's
    too; goods without one are absent. One query.
    """
    rows = Grievance.objects.filter(product_id__in=list(product_ids), state__in=OPEN)
    counted = rows.exclude(kind=Kind.SELLER).values("product_id").annotate(many=Count("pk"))
    return {row["product_id"]: int(row["many"]) for row in counted.order_by("product_id")}


def _by_month(rows: QuerySet[Grievance], field: str, what: Count) -> dict[date, int]:
    found = rows.annotate(month=TruncMonth(field, tzinfo=INDIA)).values("month").annotate(many=what)
    return {row["month"].date(): int(row["many"]) for row in found.order_by("month")}


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (
            month.replace(year=month.year + 1, month=1)
            if month.month == 12
            else month.replace(month=month.month + 1)
        )
    return months


def _ordered(rows: QuerySet[Grievance], *, is_over: bool) -> QuerySet[Grievance]:
    return rows.order_by("-pk") if is_over else rows.order_by("close_by", "pk")


def _due(row: DeskRow) -> datetime:
    return min(clock.due for clock in (row.acknowledge, row.close) if clock is not None)
