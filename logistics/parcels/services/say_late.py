"""What will not come on its day: another day is promised, and told, before the buyer asks."""

from contextlib import suppress
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from logistics.facade import working_day
from logistics.parcels.errors import BadPromise
from logistics.parcels.models import Parcel, Promise
from logistics.parcels.rules import Journey, later_day
from logistics.parcels.services.take_step import locked
from logistics.parcels.states import UNDER_WAY, Direction, ParcelState

BATCH: Final = 500
CLOCK: Final = "clock"


def say_late(*, now: datetime) -> int:
    """
    Look at all that is under way; return how many promises were moved. Repeatable. What arrives, or gets a
    later day, while this runs is passed over.
    """
    today, moved, after = local_date(now), 0, 0
    rows = Parcel.objects.filter(state__in=UNDER_WAY, direction=Direction.OUT, box__isnull=True).order_by(
        "id"
    )
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        for each in batch:
            later = later_day(_journey(each), today, working_day)
            if later is None:
                continue
            with suppress(BadPromise):
                moved += promise(each.code, expected=later, actor=CLOCK, now=now)
    return moved


@transaction.atomic
def promise(code: str, *, expected: date, actor: str, now: datetime, words: str = "") -> bool:
    """
    Promise a later day, of all that is inside too, with the event ``ParcelLate`` for each; False where that
    promise stands.

    Raises:
        ParcelUnknown.
        BadPromise: not later than what was promised, or it is not under way.
    """
    found = locked(code)
    if found.expected == expected:
        return False
    if ParcelState(found.state) not in UNDER_WAY or expected < found.expected or expected < local_date(now):
        raise BadPromise(_("A new day is later than the one that was promised."), field="expected")
    for each in [found, *found.going().select_for_update()]:
        if each.expected >= expected:
            continue
        Promise.objects.create(
            parcel=each, was=each.expected, expected=expected, at=now, actor=actor, words=words.strip()[:200]
        )
        was, each.expected = each.expected, expected
        each.save(update_fields=["expected"])
        if not each.is_box:
            outbox.record(
                "ParcelLate",
                {
                    "parcel": each.code,
                    "order": each.order_id,
                    "seller_order": each.seller_order,
                    "was": was.isoformat(),
                    "expected": expected.isoformat(),
                },
            )
    return True


@transaction.atomic
def follow_promise(seller_order: str, *, expected: date, words: str, now: datetime) -> None:
    """Note a later day that the orders promised and told; no event, and none that is not later."""
    found = (
        Parcel.objects.select_for_update()
        .filter(seller_order=seller_order, direction=Direction.OUT, expected__lt=expected)
        .first()
    )
    if found is not None and ParcelState(found.state) in UNDER_WAY:
        Promise.objects.create(
            parcel=found, was=found.expected, expected=expected, at=now, actor=CLOCK, words=words[:200]
        )
        found.expected = expected
        found.save(update_fields=["expected"])


def _journey(each: Parcel) -> Journey:
    return Journey(ParcelState(each.state), each.ship_on, each.earliest, each.latest, each.expected)
