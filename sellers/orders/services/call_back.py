"""Goods are called back: what has not left stays, what has arrived comes back at no cost to the buyer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from jkrlm.kernel import outbox
from sellers.orders.models import CallBack, SellerOrder
from sellers.orders.services.at_stalls import stalls_of_orders
from sellers.orders.services.cancel_lines import cancel_lines
from sellers.orders.services.decide import said
from sellers.orders.services.move import By, locked
from sellers.orders.services.propose import free_units, propose_return
from sellers.orders.states import WITH_THE_GROUP, Bearer, ReturnReason, SellerOrderState

#: Who proposes: no person did, so that any finance checker may decide.
RECALLS: Final = By("recall")


@transaction.atomic
def call_back(
    *, code: str, source: str, units: Mapping[int, int], reason: str, bearer: Bearer, now: datetime
) -> CallBack:
    """
    Call pieces of a parcel back (by line), once for each ``source``; the buyer is told by the event.

    With the group still: they are cancelled and paid back. Delivered: a return is proposed, which finance
    decides, also after the group was paid. On the road: as soon as it is delivered. Sold at a stall: noted;
    it is given back at a till.

    Raises:
        SellerOrderUnknown: no such parcel.
    """
    part = locked(code)
    made, is_new = CallBack.objects.get_or_create(
        seller_order=part,
        source=source,
        defaults={
            "reason": said(reason),
            "bearer": bearer,
            "units": {str(pk): count for pk, count in units.items() if count > 0},
            "called_at": now,
        },
    )
    if is_new and not _is_over(part):
        outbox.record("ParcelCalledBack", {"code": code, "order": part.order_id, "source": source})
    _settle(made, part, now)
    return made


@transaction.atomic
def settle_call_backs(*, code: str, now: datetime) -> None:
    """Do what is due now that the parcel has moved."""
    part = locked(code)
    for due in CallBack.objects.filter(seller_order=part, settled_at__isnull=True).order_by("id"):
        _settle(due, part, now)


def _is_over(part: SellerOrder) -> bool:
    return SellerOrderState(part.state) in (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)


def _settle(due: CallBack, part: SellerOrder, now: datetime) -> None:
    state = SellerOrderState(part.state)
    if due.settled_at is not None or state is SellerOrderState.HANDED_OVER:
        return
    left = {} if stalls_of_orders([part.order_number]) else free_units(part)
    units = {pk: min(count, left.get(pk, 0)) for pk, count in _units(due).items()}
    units = {pk: count for pk, count in units.items() if count}
    key = f"call-back-{due.pk}"
    if units and state in WITH_THE_GROUP:
        cancel_lines(code=part.code, quantities=units, reason=due.reason, key=key, by=RECALLS, now=now)
    elif units and state is SellerOrderState.DELIVERED:
        propose_return(
            code=part.code,
            quantities=units,
            why=ReturnReason.CALLED_BACK,
            bearer=Bearer(due.bearer),
            reason=due.reason,
            with_delivery=False,
            key=key,
            by=RECALLS,
            now=now,
        )
    due.settled_at = now
    due.save(update_fields=["settled_at"])


def _units(due: CallBack) -> dict[int, int]:
    return {int(pk): int(count) for pk, count in due.units.items()}
