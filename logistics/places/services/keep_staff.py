"""Who works at a place, and on which days it is closed besides."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.people.facade import User
from logistics.places.errors import BadPlace
from logistics.places.models import ClosedDay, PlaceChange, PlaceStaff
from logistics.places.services.keep_place import locked, note_change


@transaction.atomic
def give_task(
    *, code: str, email: str, task: str, since: date, reason: str, key: str, by: User, now: datetime
) -> None:
    """
    Let somebody work at a place from a day on; a task she has there already ends on that day.

    Raises:
        PlaceUnknown.
        BadPlace: nobody has this address, or her present task begins later.
    """
    row = locked(code)
    if PlaceChange.objects.filter(key=key).exists():
        return
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise BadPlace(_("Nobody who works with us signs in with this address."), field="email")
    held = row.staff.filter(person=person, until=None).first()
    if held is not None:
        if held.since > since:
            raise BadPlace(_("Her present task there begins later."), field="since")
        held.until = since
        held.save(update_fields=["until"])
    PlaceStaff.objects.create(place=row, person=person, task=task, since=since)
    after: dict[str, object] = {"person": f"person {person.pk}", "task": task, "since": since.isoformat()}
    note_change(row, "staff", {}, after, reason=reason, key=key, by=by, now=now)


@transaction.atomic
def end_task(
    *, code: str, person_id: int, until: date, reason: str, key: str, by: User, now: datetime
) -> None:
    """
    End somebody's task at a place; ``until`` is the first day on which she no longer has it.

    Raises:
        PlaceUnknown.
        BadPlace: she has none there, or it begins later.
    """
    row = locked(code)
    if PlaceChange.objects.filter(key=key).exists():
        return
    held = row.staff.filter(person_id=person_id, until=None).first()
    if held is None or held.since > until:
        raise BadPlace(_("She has no task there on that day."), field="until")
    held.until = until
    held.save(update_fields=["until"])
    after: dict[str, object] = {"person": f"person {person_id}", "until": until.isoformat()}
    note_change(row, "staff-end", {}, after, reason=reason, key=key, by=by, now=now)


@transaction.atomic
def close_day(*, code: str, day: date, reason: str, key: str, by: User, now: datetime) -> None:
    """
    Close a place on one day, and record ``DayOffEntered``: what was promised over it comes later. Buyers
    read the reason.

    Raises:
        PlaceUnknown.
        BadPlace: it is closed on that day already.
    """
    row = locked(code)
    if PlaceChange.objects.filter(key=key).exists():
        return
    _made, is_new = ClosedDay.objects.get_or_create(place=row, day=day, defaults={"reason": reason[:160]})
    if not is_new:
        raise BadPlace(_("It is closed on this day already."), field="day")
    note_change(row, "close-day", {}, {"day": day.isoformat()}, reason=reason, key=key, by=by, now=now)
    outbox.record("DayOffEntered", {"day": day.isoformat(), "place": code})


@transaction.atomic
def open_day(*, code: str, day: date, reason: str, key: str, by: User, now: datetime) -> None:
    """
    Take a closed day back; promises that it moved stay where they are.

    Raises:
        PlaceUnknown.
        BadPlace: it is not closed on that day.
    """
    row = locked(code)
    if PlaceChange.objects.filter(key=key).exists():
        return
    if not row.closed_days.filter(day=day).delete()[0]:
        raise BadPlace(_("It is not closed on this day."), field="day")
    note_change(
        row, "open-day", {"day": day.isoformat()}, {"day": ""}, reason=reason, key=key, by=by, now=now
    )
