"""A road closed: what was promised over it comes later, and its buyers are told."""

from datetime import datetime
from typing import Final

from django.db import transaction

from jkrlm.kernel import outbox
from logistics.facade import Journey, Promise, replaced_by, shifted_by_closure
from sellers.orders.models import PromiseChange, SellerOrder
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState

ON_ITS_WAY: Final = (*WITH_THE_GROUP, SellerOrderState.HANDED_OVER)


def shift_promises(*, closure_id: int, now: datetime) -> tuple[str, ...]:
    """
    Move the last day of every parcel on its way that the closure delays; return their codes. Once for each
    parcel and closure: called again, none is moved twice.
    """
    waiting = SellerOrder.objects.filter(state__in=ON_ITS_WAY).exclude(promise_changes__closure_id=closure_id)
    ids = list(waiting.order_by("id").values_list("pk", flat=True))
    chain = replaced_by(closure_id)
    moved = (_shift(pk, closure_id, chain, now) for pk in ids)
    return tuple(code for code in moved if code is not None)


@transaction.atomic
def _shift(pk: int, closure_id: int, chain: tuple[int, ...], now: datetime) -> str | None:
    order = SellerOrder.objects.select_for_update().get(pk=pk)
    changes = PromiseChange.objects.filter(seller_order=order)
    if order.state not in ON_ITS_WAY or changes.filter(closure_id=closure_id).exists():
        return None
    days = [_shifted(each, closure_id, chain) for each in _in_one_box(order)]
    found = max((each for each in days if each), key=lambda each: each.latest, default=None)
    if found is None or found.latest <= order.latest:
        return None
    change = PromiseChange.objects.create(
        seller_order=order,
        closure_id=closure_id,
        reason=found.reasons[0],
        earliest_before=order.earliest,
        latest_before=order.latest,
        earliest=max(found.earliest, order.earliest),
        latest=found.latest,
        at=now,
    )
    order.earliest, order.latest = change.earliest, change.latest
    order.save(update_fields=["earliest", "latest"])
    payload = {"code": order.code, "order": order.order_id, "group": order.group_code, "change": change.pk}
    outbox.record("PromiseShifted", payload)
    return order.code


def _in_one_box(order: SellerOrder) -> list[SellerOrder]:
    """A box waits for the last of its shares; a parcel by itself for none."""
    if not order.box_key:
        return [order]
    shares = SellerOrder.objects.filter(order_id=order.order_id, box_key=order.box_key)
    return list(shares.filter(state__in=ON_ITS_WAY).order_by("id"))


def _shifted(order: SellerOrder, closure_id: int, chain: tuple[int, ...]) -> Journey | None:
    """Return the days that the closure, and those that it stands for, make of what was promised before."""
    changes = PromiseChange.objects.filter(seller_order=order, closure_id__in=(*chain, closure_id))
    first = changes.order_by("id").first()
    promise = Promise(
        origin_pincode=order.origin_pincode,
        destination_pincode=order.destination_pincode,
        via_hub=order.via_hub,
        ship_on=order.ship_on,
        earliest=first.earliest_before if first else order.earliest,
        latest=first.latest_before if first else order.latest,
        has_left=order.state == SellerOrderState.HANDED_OVER,
        carrier=order.carrier,
        service=order.service,
    )
    return shifted_by_closure(closure_id, promise)
