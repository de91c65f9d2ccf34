"""Part of an order is not sent after all: so much less is collected at the door, and is the parcel worth."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import models, transaction
from django.utils.translation import gettext_noop

from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.let_go import is_booked, tell_staff
from logistics.parcels.services.pickups import NOT_WANTED
from logistics.parcels.states import WITH_US, AskState, Direction

CHANGED: Final = gettext_noop(
    "The cash to collect changed: ask again, and it is cancelled and booked anew. Print its label again."
)


def set_worth(seller_order: str, *, cash: Decimal, declared: Decimal, now: datetime) -> None:
    """
    Set both of its parcel (INR), and of the box that it is in, as long as no carrier has it. Where its
    carrier has booked another sum of cash, somebody of the staff finds it in the queue.

    It may be put into a box while its lock is waited for. Then it is done again, the box's lock first as
    elsewhere; once in a box it stays in it.
    """
    while not _is_set(seller_order, cash, declared, now):
        continue


@transaction.atomic
def _is_set(seller_order: str, cash: Decimal, declared: Decimal, now: datetime) -> bool:
    known = Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()
    if known is None:
        return True
    rows = Parcel.objects.select_for_update()
    box = rows.get(pk=known.box_id) if known.box_id else None
    found = rows.get(pk=known.pk)
    if found.box_id and box is None:
        return False
    if found.state not in WITH_US or (found.cash_to_collect, found.declared_value) == (cash, declared):
        return True
    labelled = box or found
    before = labelled.cash_to_collect
    found.cash_to_collect, found.declared_value = cash, declared
    found.save(update_fields=["cash_to_collect", "declared_value"])
    if box is not None:
        inside = list(box.going())
        box.cash_to_collect = sum((each.cash_to_collect for each in inside), Decimal(0))
        box.declared_value = sum((each.declared_value for each in inside), Decimal(0))
        box.save(update_fields=["cash_to_collect", "declared_value"])
    if box is None and not declared:
        _settle(found, now)
    elif labelled.cash_to_collect != before:
        _tell_staff(labelled, now)
    return True


def _tell_staff(labelled: Parcel, now: datetime) -> None:
    """Once for each parcel, until it is settled; nothing where its carrier has still to be told the sum."""
    if is_booked(labelled) and not _open(labelled).exists():
        tell_staff(labelled, CHANGED, now=now)


def _settle(found: Parcel, now: datetime) -> None:
    """Nothing is left of it: it is called off as a whole, and its number let go by that."""
    _open(found).update(state=AskState.DONE, answer=NOT_WANTED, changed_at=now)


def _open(labelled: Parcel) -> "models.QuerySet[CarrierAsk]":
    return labelled.asks.filter(books_anew=True, state=AskState.FAILED)
