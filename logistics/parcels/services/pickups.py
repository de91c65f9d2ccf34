"""
Carriers are asked to fetch returns; what is fetched on another day, or not at all, is not asked for any more.
"""

from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_noop

from jkrlm.kernel import clock, outbox
from logistics.carriers.facade import carrier
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.states import AskKind, AskState, ParcelState

NOT_WANTED: Final = gettext_noop("not wanted any more")


def ask(
    found: Parcel,
    kind: AskKind,
    *,
    key: str,
    now: datetime,
    day: date | None = None,
    number: str = "",
    books_anew: bool = False,
) -> None:
    """
    ``number``: one that is to be fetched, or is let go (``books_anew``: so that the parcel is booked as it
    is now); or a pickup's that is not wanted any more.
    """
    made, new = CarrierAsk.objects.get_or_create(
        key=key,
        defaults={
            "parcel": found,
            "kind": kind,
            "day": day,
            "number": number,
            "books_anew": books_anew,
            "asked_at": now,
            "changed_at": now,
        },
    )
    if new:
        outbox.record("CarrierAsked", {"ask": made.pk, "parcel": found.code})


def ask_pickup(code: str, *, day: date, now: datetime) -> None:
    """Have it fetched on a day; in the caller's transaction. Once for each of its numbers."""
    found = Parcel.objects.get(code=code)
    if not carrier(found.carrier).by_hand:
        _ask_pickup(found, day, now=now)


def _ask_pickup(found: Parcel, day: date, *, now: datetime) -> None:
    """Without a number yet it is asked for when there is one."""
    number = found.tracking_number
    before = found.asks.filter(kind=AskKind.PICKUP, day=day, number__in=("", number))
    if not before.exclude(answer=NOT_WANTED).exists():
        times = f"-{before.count() + 1}" if before else ""
        key = f"pickup-{found.code}-{number}-{day.isoformat()}{times}"
        ask(found, AskKind.PICKUP, key=key, now=now, day=day, number=number)


def pick_up_anew(parcel: Parcel, *, now: datetime) -> None:
    """What was to fetch a number that it has no more fetches its new one, where that day is still to come."""
    others = parcel.asks.filter(kind=AskKind.PICKUP, day__gte=clock.today()).exclude(
        Q(number__in=("", parcel.tracking_number)) | Q(answer=NOT_WANTED)
    )
    days = sorted({each.day for each in others if each.day is not None})
    others.exclude(state=AskState.DONE).update(state=AskState.DONE, answer=NOT_WANTED, changed_at=now)
    for day in days:
        _ask_pickup(parcel, day, now=now)


def let_go_pickups(parcel: Parcel, *, now: datetime) -> None:
    """
    Its carrier comes on the day of the parcel alone, and where that was called off not at all. In the
    caller's transaction, under the parcel's lock.
    """
    asked = parcel.asks.filter(kind=AskKind.PICKUP, day__gte=clock.today())
    if parcel.state != ParcelState.CANCELLED:
        asked = asked.exclude(day=parcel.ship_on)
    for each in asked.filter(state=AskState.DONE).exclude(answer=NOT_WANTED):
        number = each.answer[:40]
        ask(parcel, AskKind.NO_FETCH, key=f"no-fetch-{parcel.code}-{number}", now=now, number=number)
    asked.update(state=AskState.DONE, answer=NOT_WANTED, changed_at=now)
