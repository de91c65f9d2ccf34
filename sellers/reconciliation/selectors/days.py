"""How days stand: what the bank says moved, what the books say, what is open."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from jkrlm.kernel.statements import Statement
from sellers.reconciliation.models import ReconciledDay, StatementFile, StripeDay
from sellers.reconciliation.services.settle_line import BANK
from sellers.reconciliation.states import DayState, FetchState, FileState

_LINES: Final = Statement(
    "SELECT line.day, count(*)::int, sum(amount_minor)::bigint, count(match.id)::int"
    " FROM reconciliation_bankline line LEFT JOIN reconciliation_match match ON match.line_id = line.id"
    " WHERE line.day >= %(since)s AND line.day < %(until)s GROUP BY 1"
)
_OPEN: Final = Statement(
    "SELECT since, count(*)::int, sum(abs(amount_minor))::bigint FROM reconciliation_openitem"
    " WHERE settled_at IS NULL AND since >= %(since)s AND since < %(until)s GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """In paise. ``why`` says what keeps the day from being closed, empty where nothing does."""

    day: date
    state: DayState
    why: str
    lines: int
    matched: int
    outside_minor: int
    books_minor: int
    open: int
    open_minor: int
    stripe: str
    stripe_refusal: str
    changed_by: str
    reason: str


def days(*, since: date, until: date, today: date) -> list[DayFacts]:
    """Return each day from ``since`` until, not including, ``until``. Six queries."""
    within = {"since": since, "until": until}
    lines = {day: rest for day, *rest in _LINES.rows(**within)}
    opened = {day: rest for day, *rest in _OPEN.rows(**within)}
    booked: dict[date, int] = {}
    for entry in ledger.account_book(BANK, since=since, until=until):
        booked[entry.occurred_on] = booked.get(entry.occurred_on, 0) + entry.amount.minor_units
    covered = list(
        StatementFile.objects.filter(state=FileState.IMPORTED, until__gte=since, since__lt=until).values_list(
            "since", "until"
        )
    )
    fetched = {held.day: held for held in StripeDay.objects.filter(day__gte=since, day__lt=until)}
    closed = {
        held.day: held
        for held in ReconciledDay.objects.filter(day__gte=since, day__lt=until).select_related("changed_by")
    }
    found = []
    for number in range((until - since).days):
        day = since + timedelta(days=number)
        line_count, outside, matched = lines.get(day, (0, 0, 0))
        open_count, open_minor = opened.get(day, (0, 0))
        stripe, held = fetched.get(day), closed.get(day)
        is_covered = any(first <= day <= last for first, last in covered if first and last)
        state, why = _state(day, today, is_covered, stripe, open_count, held)
        found.append(
            DayFacts(
                day=day,
                state=state,
                why=why,
                lines=line_count,
                matched=matched,
                outside_minor=outside,
                books_minor=booked.get(day, 0),
                open=open_count,
                open_minor=open_minor,
                stripe=FetchState(stripe.state).label if stripe else FetchState.WAITING.label,
                stripe_refusal=stripe.refusal if stripe and stripe.state == FetchState.FAILED else "",
                changed_by=held.changed_by.name if held else "",
                reason=held.reason if held else "",
            )
        )
    return found


def day_facts(day: date, *, today: date) -> DayFacts:
    return days(since=day, until=day + timedelta(days=1), today=today)[0]


def _state(
    day: date,
    today: date,
    is_covered: bool,
    stripe: StripeDay | None,
    open_count: int,
    held: ReconciledDay | None,
) -> tuple[DayState, str]:
    if held is not None and held.is_closed:
        return DayState.CLOSED, ""
    if day >= today:
        return DayState.NOT_DONE, "The day is not over."
    if not is_covered:
        return DayState.NOT_DONE, "No statement of the bank reaches this day."
    if open_count:
        return DayState.OPEN, f"{open_count} items of this day are open."
    if payments.is_set_up() and (stripe is None or stripe.state != FetchState.DONE):
        return DayState.NOT_DONE, "The card company's day is not fetched and compared."
    return DayState.CLEAN, ""
