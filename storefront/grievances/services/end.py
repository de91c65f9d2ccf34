"""A grievance is resolved, closed, or opened again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User, audit
from storefront.grievances import rules
from storefront.grievances.errors import TooLate
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.services.common import clean_words, lock_key, locked, move, said, say
from storefront.grievances.states import Author, GrievanceState

LISTED_MAX: Final = 500


@transaction.atomic
def resolve(*, number: str, key: str, words: str, user: User | None, now: datetime) -> GrievanceMessage:
    """
    Say what was done. ``user`` is None where certification's answer is the outcome.

    Raises:
        GrievanceUnknown; WrongState: it is resolved or closed already; BadWords.
    """
    text = clean_words(words)
    lock_key(key)
    known = said(key)
    if known is not None:
        return known
    grievance = locked(number)
    before = grievance.state
    move(grievance, GrievanceState.RESOLVED, now=now)
    grievance.acknowledged_at = grievance.acknowledged_at or now
    grievance.resolved_at, grievance.resolution = now, text
    grievance.in_time = grievance.in_time is not False and now <= grievance.close_by
    if grievance.assignee_id is None and user is not None:
        grievance.assignee = user
    grievance.save()
    author = Author.STAFF if user is not None else Author.SYSTEM
    message = say(
        grievance,
        key=key,
        author=author,
        user=user,
        words=text,
        now=now,
        state=GrievanceState.RESOLVED.value,
    )
    audit(
        actor=user,
        verb="grievance.resolve",
        target=f"grievance {number}",
        before={"state": before},
        after={"state": grievance.state, "in_time": grievance.in_time},
    )
    return message


@transaction.atomic
def reopen(*, number: str, key: str, words: str, photos: Sequence[str], now: datetime) -> GrievanceMessage:
    """
    Who complained is not content; a month begins anew, the first one stays judged as it was.

    Raises:
        GrievanceUnknown; WrongState: it is not resolved, or closed; TooLate: after fifteen days; BadWords.
    """
    text = clean_words(words)
    lock_key(key)
    known = said(key)
    if known is not None:
        return known
    grievance = locked(number)
    move(grievance, GrievanceState.REOPENED, now=now)
    assert grievance.resolved_at is not None
    if now > grievance.resolved_at + rules.REOPEN:
        raise TooLate(_("It was resolved more than 15 days ago. Open a new grievance and name this number."))
    grievance.reopened_at, grievance.close_by = now, rules.one_month_after(now)
    grievance.save()
    return say(
        grievance,
        key=key,
        author=Author.COMPLAINANT,
        words=text,
        photos=photos,
        now=now,
        state=GrievanceState.REOPENED.value,
    )


@transaction.atomic
def accept(*, number: str, key: str, now: datetime) -> Grievance:
    """Who complained is content: it is closed before its days are over. Twice is once."""
    lock_key(key)
    grievance = locked(number)
    if grievance.state != GrievanceState.CLOSED:
        _close(grievance, key=key, author=Author.COMPLAINANT, now=now)
    return grievance


def close_due(*, now: datetime) -> int:
    """Close what was resolved and not opened again within its days. Return how many; nightly, repeatable."""
    due = Grievance.objects.filter(state=GrievanceState.RESOLVED, resolved_at__lt=now - rules.REOPEN)
    many = 0
    for number in due.order_by("pk").values_list("number", flat=True)[:LISTED_MAX]:
        with transaction.atomic():
            grievance = locked(number)
            if grievance.state == GrievanceState.RESOLVED:
                _close(grievance, key=f"{number}:closed", author=Author.SYSTEM, now=now)
                many += 1
    return many


def _close(grievance: Grievance, *, key: str, author: Author, now: datetime) -> None:
    move(grievance, GrievanceState.CLOSED, now=now)
    grievance.closed_at = now
    grievance.save()
    GrievanceMessage.objects.create(
        grievance=grievance, key=key[:80], at=now, author=author, state=GrievanceState.CLOSED.value
    )
