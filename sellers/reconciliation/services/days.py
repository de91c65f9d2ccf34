"""A day is closed when nothing of it is open; opened again only with a reason."""

from datetime import date, datetime

from django.db import connection, transaction

from jkrlm.people.facade import User, audit
from sellers.reconciliation.errors import WrongState
from sellers.reconciliation.models import ReconciledDay
from sellers.reconciliation.selectors.days import day_facts
from sellers.reconciliation.states import DayState


@transaction.atomic
def close_day(*, day: date, today: date, actor: User, now: datetime) -> None:
    """
    Close a day. A closed one takes no new lines of the bank.

    Raises:
        WrongState: it is not over, no statement reaches it, the card company's day is not compared, or
        something of it is open.
    """
    _wait_for_statements()
    facts = day_facts(day, today=today)
    if facts.state is DayState.CLOSED:
        raise WrongState("This day is closed already.")
    if facts.state is not DayState.CLEAN:
        raise WrongState(facts.why)
    ReconciledDay.objects.update_or_create(
        day=day,
        defaults={
            "is_closed": True,
            "lines": facts.lines,
            "outside_minor": facts.outside_minor,
            "changed_by": actor,
            "changed_at": now,
            "reason": "",
        },
    )
    audit(
        actor=actor,
        verb="day.close",
        target=f"day {day}",
        after={"lines": facts.lines, "outside": facts.outside_minor},
    )


@transaction.atomic
def reopen_day(*, day: date, reason: str, actor: User, now: datetime) -> None:
    """Raises WrongState: it is not closed, or nobody says why."""
    if not reason.strip():
        raise WrongState("Say why: the reason is kept.", field="reason")
    held = ReconciledDay.objects.select_for_update(of=("self",)).filter(day=day, is_closed=True).first()
    if held is None:
        raise WrongState("This day is not closed.")
    held.is_closed, held.reason, held.changed_by, held.changed_at = False, reason.strip()[:300], actor, now
    held.save()
    audit(actor=actor, verb="day.reopen", target=f"day {day}", after={"reason": held.reason})


def _wait_for_statements() -> None:
    """No statement comes in while a day is closed: it might bring a line of that very day."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reconciliation_bankline IN SHARE ROW EXCLUSIVE MODE")
