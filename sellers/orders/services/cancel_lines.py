"""Some units of a parcel cannot be sent; the rest is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jkrlm.kernel.money import Money
from sellers.orders.errors import BadSum, WrongState
from sellers.orders.models import Adjustment, AdjustmentLine, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.approve import take_back
from sellers.orders.services.at_stalls import refuse_stall_sale
from sellers.orders.services.decide import said
from sellers.orders.services.move import By
from sellers.orders.services.propose import lines_worth
from sellers.orders.states import WITH_THE_GROUP, AdjustmentKind, DecisionState, SellerOrderState


def worth_of(*, code: str, quantities: Mapping[int, int]) -> Money:
    """
    Return what the buyer gets back, or need not pay, for units by line that are not sent.

    Raises:
        BadQuantity: none, or more than there are.
    """
    wanted = lines_worth(SellerOrder.objects.get(code=code), quantities)
    return sum((worth.goods for _line, _units, worth in wanted), Money.zero("INR"))


@transaction.atomic
def cancel_lines(
    *,
    code: str,
    quantities: Mapping[int, int],
    reason: str,
    key: str,
    by: By,
    now: datetime,
    states: Collection[SellerOrderState] = WITH_THE_GROUP,
) -> None:
    """
    Cancel units by line, as long as the group has them; all that are left: the whole parcel. What was paid
    for them goes back by the event; of cash, so much less is collected. Delivery stays: the rest is sent.
    ``states`` are those in which it is not too late.

    Raises:
        SoldAtStall: it is made void at a till.
        WrongState: it is in none of them.
        BadQuantity, BadSum, ReasonMissing, SellerOrderUnknown.
    """
    part = move.locked(code)
    if Adjustment.objects.filter(key=key).exists():
        return
    refuse_stall_sale(part.order_number)
    state = SellerOrderState(part.state)
    if state is SellerOrderState.CANCELLED:
        return  # nothing of it will be sent: as was wished
    if state not in states:
        raise WrongState(
            f"Order {code} is {state.label.lower()}: it is too late to leave something out.",
            params={"code": code, "state": state.value},
        )
    words = said(reason)
    wanted = lines_worth(part, quantities)
    units = {line.pk: count for line, count, _worth in wanted}
    if all(line.quantity - line.quantity_returned == units.get(line.pk, 0) for line in part.lines.all()):
        move.cancel(code=code, by=by, now=now, reason=words)
        return
    whole = sum((worth.goods for _line, _units, worth in wanted), Money.zero("INR"))
    voucher = sum((worth.voucher for _line, _units, worth in wanted), Money.zero("INR"))
    if not (whole + voucher).amount:
        raise BadSum("Nothing is left of its price.")
    made = Adjustment.objects.create(
        kind=AdjustmentKind.CANCELLED_LINES,
        state=DecisionState.APPROVED,
        seller_order=part,
        group_code=part.group_code,
        order_number=part.order_number,
        amount=whole.amount,
        delivery=Decimal(0),
        voucher=voucher.amount,
        reason=words,
        key=key,
        proposed_by=by.actor,
        proposed_at=now,
        decided_by=by.actor,
        decided_at=now,
    )
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(
            adjustment=made,
            line=line,
            quantity=count,
            goods=worth.goods.amount,
            voucher=worth.voucher.amount,
        )
        for line, count, worth in wanted
    )
    take_back(made, part, by=by, now=now)
