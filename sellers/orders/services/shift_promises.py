"""A road closed, or nobody works on a day: what was promised comes later, and its buyers are told."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from logistics.facade import (
    Journey,
    Promise,
    day_off,
    replaced_by,
    shifted_by_closure,
    shifted_by_day_off,
)
from sellers.orders.models import PromiseChange, SellerOrder
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState

ON_ITS_WAY: Final = (*WITH_THE_GROUP, SellerOrderState.HANDED_OVER)
#: The new days of one parcel; None where they stay.
Shifted = Callable[[SellerOrder], Journey | None]


def shift_promises(*, closure_id: int, now: datetime) -> tuple[str, ...]:
    """
    Move the last day of every parcel on its way that the closure delays; return their codes. Once for each
    parcel and closure: called again, none is moved twice.
    """
    chain = (*replaced_by(closure_id), closure_id)

    def shifted(order: SellerOrder) -> Journey | None:
        """The days that the closure makes of what was promised but for it, and those that it stands for."""
        return shifted_by_closure(closure_id, _promise(order, but_for=Q(closure_id__in=chain)))

    return _shift_all({"closure_id": closure_id}, shifted, now)


def shift_by_day_off(*, day: date, place: str, now: datetime) -> tuple[str, ...]:
    """
    Move the last day of every parcel that a holiday, or a place that is closed on a day, delays; return their
    codes. Once for each parcel and day; nothing where they work on it after all.
    """
    off = day_off(day, place=place)
    if off is None:
        return ()

    def shifted(order: SellerOrder) -> Journey | None:
        """Of a box, some may have moved already."""
        return shifted_by_day_off(off, _promise(order, but_for=Q(day=day)))

    return _shift_all({"day": day}, shifted, now)


def _shift_all(cause: dict[str, Any], shifted: Shifted, now: datetime) -> tuple[str, ...]:
    moved_already = PromiseChange.objects.filter(**cause).values("seller_order")
    waiting = SellerOrder.objects.filter(state__in=ON_ITS_WAY).exclude(pk__in=moved_already)
    ids = list(waiting.order_by("id").values_list("pk", flat=True))
    moved = (_shift(pk, cause, shifted, now) for pk in ids)
    return tuple(code for code in moved if code is not None)


@transaction.atomic
def _shift(pk: int, cause: dict[str, Any], shifted: Shifted, now: datetime) -> str | None:
    order = SellerOrder.objects.select_for_update().get(pk=pk)
    changes = PromiseChange.objects.filter(seller_order=order, **cause)
    if order.state not in ON_ITS_WAY or changes.exists():
        return None
    days = [shifted(each) for each in _in_one_box(order)]
    found = max((each for each in days if each), key=lambda each: each.latest, default=None)
    if found is None or found.latest <= order.latest:
        return None
    change = PromiseChange.objects.create(
        seller_order=order,
        **cause,
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


def _in_one_box(order: SellerOrder) -> Sequence[SellerOrder]:
    """A box waits for the last of its shares; a parcel by itself for none."""
    if not order.box_key:
        return [order]
    shares = SellerOrder.objects.filter(order_id=order.order_id, box_key=order.box_key)
    return list(shares.filter(state__in=ON_ITS_WAY).order_by("id"))


def _promise(order: SellerOrder, *, but_for: Q) -> Promise:
    """Return what is promised, less what these changes added: so a longer closure adds no day twice."""
    added = list(PromiseChange.objects.filter(but_for, seller_order=order))
    latest = order.latest - sum((each.latest - each.latest_before for each in added), timedelta(0))
    earliest = order.earliest - sum((each.earliest - each.earliest_before for each in added), timedelta(0))
    return Promise(
        group_code=order.group_code,
        origin_pincode=order.origin_pincode,
        destination_pincode=order.destination_pincode,
        via_hub=order.via_hub,
        promised_on=local_date(order.confirmed_at),
        pack_by=order.pack_by,
        ship_on=order.ship_on,
        earliest=min(earliest, latest),
        latest=latest,
        is_packed=order.state == SellerOrderState.PACKED,
        has_left=order.state == SellerOrderState.HANDED_OVER,
        carrier=order.carrier,
        service=order.service,
    )
