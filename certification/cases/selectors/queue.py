"""The queue: what waits, those due first at the top, and how much of it there is, in few queries."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Case, Q, QuerySet, SmallIntegerField, When

from certification.cases.contracts import CaseFilter, CasePage, QueueCounts
from certification.cases.models import Case as CaseRow
from certification.cases.selectors.rows import JOINED, contracts
from certification.cases.states import OPEN, WITH_THE_SELLER, CaseState, StepState

PAGE: Final = 25
#: What a queue holds: with the staff, or with the seller. What is granted or refused is in the register.
WAITING: Final = (*OPEN, *WITH_THE_SELLER)

_AT_LABORATORY: Final = Q(
    state=CaseState.ASSIGNED, inspection__in=(StepState.DONE, StepState.NOT_NEEDED), laboratory="needed"
)
_WITH_INSPECTOR: Final = Q(state=CaseState.ASSIGNED, inspection=StepState.NEEDED)
STAGES: Final[dict[str, Q]] = {
    "new": Q(state__in=(CaseState.SUBMITTED, CaseState.COMPLETE)),
    "inspector": _WITH_INSPECTOR,
    "laboratory": _AT_LABORATORY,
    "ready": Q(state=CaseState.EVALUATED),
    "back": Q(state__in=WITH_THE_SELLER),
}
_LIST_MAX: Final = 5000


def queue(wanted: CaseFilter, *, page: int, today: date) -> CasePage:
    """Return a page of the queue. Two queries."""
    rows = filtered(wanted, today=today)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = ordered(rows)[(page - 1) * PAGE : page * PAGE]
    return CasePage(contracts(shown.select_related(*JOINED)), total, page, pages)


def filtered(wanted: CaseFilter, *, today: date) -> QuerySet[CaseRow]:
    rows = CaseRow.objects.filter(state__in=WAITING)
    if wanted.text:
        rows = rows.filter(
            Q(number__icontains=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(group_name__icontains=wanted.text)
            | Q(group_code__iexact=wanted.text)
            | Q(lot_number__iexact=wanted.text)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.district:
        rows = rows.filter(district=wanted.district)
    if wanted.stage in STAGES:
        rows = rows.filter(STAGES[wanted.stage])
    held = _held(wanted.users)
    if wanted.held_by == "me":
        rows = rows.filter(held)
    elif wanted.held_by == "nobody":
        rows = rows.filter(officer__isnull=True)
    elif wanted.held_by.isdigit() and len(wanted.held_by) < 10:
        rows = rows.filter(officer=int(wanted.held_by))
    match wanted.tab:
        case "late":
            rows = rows.filter(_running(), due_on__lt=today)
        case "today":
            rows = rows.filter(_running(), due_on=today)
        case "mine":
            rows = rows.filter(held)
        case "back":
            rows = rows.filter(state__in=WITH_THE_SELLER)
    return rows


def ordered(rows: QuerySet[CaseRow]) -> QuerySet[CaseRow]:
    """Put what is latest first; what stands with the seller or the laboratory comes after what runs."""
    stands = Case(When(paused_on__isnull=True, then=0), default=1, output_field=SmallIntegerField())
    return rows.order_by(stands, "due_on", "id")


def place_of(row: CaseRow) -> tuple[int, date, int]:
    return int(row.paused_on is not None), row.due_on, row.pk


def after(
    wanted: CaseFilter, *, most: int, place: tuple[int, date, int] | None, today: date
) -> list[CaseRow]:
    """Return the rows of the queue that follow a place. One query."""
    rows = filtered(wanted, today=today)
    if place is not None:
        stands, due_on, pk = place
        later = Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=pk)
        same, further = Q(paused_on__isnull=stands == 0), Q(paused_on__isnull=False)
        rows = rows.filter((same & later) | further) if stands == 0 else rows.filter(same & later)
    return list(ordered(rows).select_related(*JOINED)[:most])


def every(wanted: CaseFilter, *, today: date) -> QuerySet[CaseRow]:
    """Return all rows of the queue, for the list to download."""
    return ordered(filtered(wanted, today=today)).select_related(*JOINED)[:_LIST_MAX]


def counts(*, users: tuple[int, ...], today: date, now: datetime) -> QueueCounts:
    """Return the numbers at the top of the queue. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"today": today, "users": list(users), "since": now - timedelta(days=30)})
        row: tuple[Any, ...] = cursor.fetchone()
    return QueueCounts(
        open=row[0],
        late=row[1],
        due_today=row[2],
        with_inspectors=row[3],
        inspectors=row[4],
        at_laboratory=row[5],
        back=row[6],
        mine=row[7],
        oldest_late_on=row[8],
        median_days=float(row[9]) if row[9] is not None else None,
    )


def facets() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds and the districts of what waits, in order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(DISTINCT kind ORDER BY kind), array_agg(DISTINCT district ORDER BY district) "
            "FROM cert_cases_case WHERE state = ANY(%s)",
            [list(map(str, WAITING))],
        )
        kinds, districts = cursor.fetchone()
    return tuple(kinds or ()), tuple(districts or ())


def _running() -> Q:
    return Q(state__in=OPEN, paused_on__isnull=True)


def _held(users: tuple[int, ...]) -> Q:
    return Q(officer__in=users) | Q(inspector__in=users, state=CaseState.ASSIGNED)


_COUNTS: Final = """
WITH waiting AS (
    SELECT state, due_on, inspector_id, officer_id, inspection, laboratory,
           state IN ('submitted', 'complete', 'assigned', 'evaluated') AS open,
           paused_on IS NULL AND state IN ('submitted', 'complete', 'assigned', 'evaluated') AS runs
      FROM cert_cases_case
     WHERE state IN ('submitted', 'complete', 'assigned', 'evaluated', 'incomplete', 'returned'))
SELECT count(*) FILTER (WHERE open),
       count(*) FILTER (WHERE runs AND due_on < %(today)s),
       count(*) FILTER (WHERE runs AND due_on = %(today)s),
       count(*) FILTER (WHERE state = 'assigned' AND inspection = 'needed'),
       count(DISTINCT inspector_id) FILTER (WHERE state = 'assigned' AND inspection = 'needed'),
       count(*) FILTER (WHERE state = 'assigned' AND inspection <> 'needed' AND laboratory = 'needed'),
       count(*) FILTER (WHERE NOT open),
       count(*) FILTER (WHERE officer_id = ANY(%(users)s::bigint[])
                           OR state = 'assigned' AND inspector_id = ANY(%(users)s::bigint[])),
       min(due_on) FILTER (WHERE runs AND due_on < %(today)s),
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY working_days)
          FROM cert_cases_decisionrow WHERE decided_at >= %(since)s)
  FROM waiting
"""
