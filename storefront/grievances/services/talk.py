"""Messages back and forth: the desk's, and those of who complained."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jkrlm.people.facade import User, audit
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.services.common import clean_words, lock_key, locked, move, said, say
from storefront.grievances.states import OPEN, Author, GrievanceState


@transaction.atomic
def answer(*, number: str, key: str, words: str, asks: bool, user: User, now: datetime) -> GrievanceMessage:
    """
    The desk writes; the first time is the acknowledgement by a person. ``asks``: it waits for an answer now.

    Raises:
        GrievanceUnknown; WrongState: it is resolved or closed; BadWords.
    """
    text = clean_words(words)
    lock_key(key)
    known = said(key)
    if known is not None:
        return known
    grievance = locked(number)
    before = grievance.state
    if grievance.acknowledged_at is None:
        grievance.acknowledged_at = now
    to = _after_answer(GrievanceState(before), asks=asks)
    move(grievance, to, now=now)
    if grievance.assignee_id is None:
        grievance.assignee = user
    grievance.changed_at = now
    grievance.save()
    message = say(
        grievance, key=key, author=Author.STAFF, user=user, words=text, now=now, state=_moved(before, to)
    )
    _audit(user, "answer", grievance, before)
    return message


@transaction.atomic
def note(*, number: str, key: str, words: str, user: User, now: datetime) -> GrievanceMessage:
    """Write for the desk alone, in any state. Raises GrievanceUnknown, BadWords."""
    text = clean_words(words)
    lock_key(key)
    known = said(key)
    if known is not None:
        return known
    grievance = locked(number)
    message = say(grievance, key=key, author=Author.STAFF, user=user, words=text, now=now, is_internal=True)
    _audit(user, "note", grievance, grievance.state)
    return message


@transaction.atomic
def assign(*, number: str, to: User, user: User, now: datetime) -> Grievance:
    """Give it to somebody of the desk. Raises GrievanceUnknown."""
    grievance = locked(number)
    before = grievance.assignee_id
    if before != to.pk:
        grievance.assignee, grievance.changed_at = to, now
        grievance.save(update_fields=["assignee", "changed_at"])
        audit(
            actor=user,
            verb="grievance.assign",
            target=f"grievance {number}",
            before={"assignee": before},
            after={"assignee": to.pk},
        )
    return grievance


@transaction.atomic
def reply(*, number: str, key: str, words: str, photos: Sequence[str], now: datetime) -> GrievanceMessage:
    """
    Who complained writes; what waited for her is with us again.

    Raises:
        GrievanceUnknown; WrongState: it is resolved (she opens it again instead) or closed; BadWords.
    """
    text = clean_words(words)
    lock_key(key)
    known = said(key)
    if known is not None:
        return known
    grievance = locked(number)
    before = grievance.state
    stays = before in OPEN and before != GrievanceState.WAITING
    to = GrievanceState(before) if stays else GrievanceState.WITH_US
    move(grievance, to, now=now)
    grievance.changed_at = now
    grievance.save(update_fields=["state", "changed_at"])
    return say(
        grievance,
        key=key,
        author=Author.COMPLAINANT,
        words=text,
        photos=photos,
        now=now,
        state=_moved(before, to),
    )


def _after_answer(before: GrievanceState, *, asks: bool) -> GrievanceState:
    """Where an answer of the desk leads: the first one acknowledges, and what was acknowledged stays so."""
    if asks:
        return GrievanceState.WAITING
    unread = before in (GrievanceState.NEW, GrievanceState.ACKNOWLEDGED)
    return GrievanceState.ACKNOWLEDGED if unread else GrievanceState.WITH_US


def _moved(before: str, to: GrievanceState) -> str:
    return to.value if before != to.value else ""


def _audit(user: User, verb: str, grievance: Grievance, before: str) -> None:
    audit(
        actor=user,
        verb=f"grievance.{verb}",
        target=f"grievance {grievance.number}",
        before={"state": before},
        after={"state": grievance.state},
    )
