"""Staff count the cash of an ended tablet, whose day nobody can close on it any more."""

from datetime import datetime

from django.db import transaction

from exhibitions.till.errors import DayRefused
from exhibitions.till.models import Entry, Till, TillDay
from exhibitions.till.services.keep_day import moved, note_closed
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit


@transaction.atomic
def count_in_place(*, till: Till, found: Money, reason: str, by: User, now: datetime) -> TillDay:
    """
    Close its open day; ``found`` is what there is of the cash of sales, without the float. What is missing is
    booked as a cash difference.

    Raises:
        DayRefused: the tablet is not ended, entries wait to be booked, no day is open, no reason, or
            less than nothing was found.
    """
    till = Till.objects.select_for_update().get(pk=till.pk)
    words = " ".join(reason.split())[:300]
    if till.revoked_at is None:
        raise DayRefused("The tablet is not ended: count and close the day on it.")
    if len(words) < 3:
        raise DayRefused("Say why staff count.", field="reason")
    if found.amount < 0:
        raise DayRefused("There cannot be less than nothing: type what was found, or 0.", field="found")
    if Entry.objects.filter(till=till, seq__gt=till.done_seq).exists():
        raise DayRefused("Entries of this till wait to be booked: count when they are.")
    day = TillDay.objects.select_related("opened").filter(till=till, closed_at=None).first()
    if day is None:
        raise DayRefused("No day of this till is open.")
    day.till = till
    day.closed_at, day.closed_by, day.reason = now, str(by.pk), words
    day.cash_in, day.cash_out = moved(till, after=day.opened.seq, before=till.done_seq + 1)
    day.expected = day.till_float + day.cash_in - day.cash_out
    day.said_expected, day.counted = day.expected, day.till_float + found.amount
    day.difference = day.counted - day.expected
    day.save()
    note_closed(day)
    audit(
        actor=by,
        verb="till.count",
        target=f"till:{till.number}",
        after={"found": str(found.amount), "difference": str(day.difference), "reason": words},
    )
    return day
