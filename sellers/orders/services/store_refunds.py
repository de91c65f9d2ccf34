"""
Refunds that staff granted by line in the store itself: which parcels bear them, and which units are meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sellers.ledger.facade as ledger
from commerce.client import OrderGrantedRefundsOrderGrantedRefunds as GrantedRefund
from jkrlm.kernel.money import Money
from sellers.orders.models import Adjustment, AdjustmentLine, SellerOrder, SellerOrderLine
from sellers.orders.rules import share_out, units_worth
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.states import WITH_THE_GROUP, AdjustmentKind, DecisionState, SellerOrderState

ZERO: Final = Money.zero("INR")
#: Who decided, where somebody did so in the store.
STORE: Final = "store"
STORES_STAFF: Final = "the store's staff"


@dataclass(frozen=True, slots=True)
class ByLines:
    """A granted refund: (parcel, line, units, what they cost the buyer at the frozen price)."""

    granted_id: str
    reason: str
    rows: tuple[tuple[SellerOrder, SellerOrderLine, int, Money], ...]

    @property
    def worth(self) -> dict[str, Money]:
        """Return parcel -> what its lines cost."""
        found: dict[str, Money] = {}
        for part, _line, _units, cost in self.rows:
            found[part.code] = found.get(part.code, ZERO) + cost
        return found

    def voucher(self, code: str) -> Money:
        """Return what the operator had paid of a parcel's units."""
        parts = (
            units_worth(Money(line.voucher, "INR"), units_left=line.quantity, units=units)
            for part, line, units, _cost in self.rows
            if part.code == code
        )
        return sum(parts, ZERO)


def by_reference(granted: Sequence[GrantedRefund], parts: Sequence[SellerOrder]) -> dict[str, ByLines]:
    """Return provider's reference -> granted refund; our own are left out, they are due already."""
    if not granted:
        return {}
    ours = {f"{part.code}: " for part in parts}
    rows = Adjustment.objects.filter(seller_order__in=parts).select_related("seller_order")
    ours |= {f"{each.reference}: " for each in rows}
    lines = {line.order_line_id: (part, line) for part in parts for line in part.lines.all()}
    found: dict[str, ByLines] = {}
    for each in granted:
        if any((each.reason or "").startswith(mark) for mark in ours):
            continue
        wanted = []
        for row in each.lines or ():
            if row.order_line.id in lines:
                part, line = lines[row.order_line.id]
                units = min(row.quantity, line.quantity)
                price = Money(line.paid, "INR")
                wanted.append((part, line, units, units_worth(price, units_left=line.quantity, units=units)))
        for event in each.transaction_events or ():
            if wanted and event.type_ and event.type_.value == "REFUND_SUCCESS":
                found[event.psp_reference] = ByLines(each.id, (each.reason or "").strip(), tuple(wanted))
    return found


def note_units(refund: ByLines, borne: Mapping[str, ledger.Gross], *, now: datetime) -> None:
    """
    Note once what of each parcel went back; ``borne``: parcel -> what was booked for it. A parcel of
    which nothing is left to send is cancelled. The caller holds the parcels' locks.
    """
    for part in {part.pk: part for part, *_ in refund.rows}.values():
        booked = borne.get(part.code)
        if booked is None:
            continue
        goods, delivery = booked.goods, booked.delivery
        key = f"store/{refund.granted_id}/{part.pk}"
        if Adjustment.objects.filter(key=key).exists():
            continue
        mine = [(line, units, cost) for each, line, units, cost in refund.rows if each.pk == part.pk]
        with_group = SellerOrderState(part.state) in WITH_THE_GROUP
        made = Adjustment.objects.create(
            kind=AdjustmentKind.CANCELLED_LINES if with_group else AdjustmentKind.RETURN,
            state=DecisionState.APPROVED,
            seller_order=part,
            group_code=part.group_code,
            order_number=part.order_number,
            amount=(goods + delivery).amount,
            delivery=delivery.amount,
            voucher=booked.voucher.amount,
            reason=(refund.reason or "given back in the store")[:200],
            key=key,
            proposed_by=STORES_STAFF,
            proposed_at=now,
            decided_by=STORE,
            decided_at=now,
        )
        shares = share_out(goods, {str(line.pk): cost for line, _units, cost in mine})
        paid_for = share_out(booked.voucher, {str(line.pk): Money(line.voucher, "INR") for line, *_ in mine})
        for line, units, _cost in mine:
            counted = min(units, line.quantity - line.quantity_returned)
            AdjustmentLine.objects.create(
                adjustment=made,
                line=line,
                quantity=counted,
                goods=shares.get(str(line.pk), ZERO).amount,
                voucher=paid_for.get(str(line.pk), ZERO).amount,
            )
            line.quantity_returned += counted
            line.save(update_fields=["quantity_returned"])
        move.note(
            part, by=By(STORE), now=now, reason=f"Given back in the store: {made.amount}. {made.reason}"
        )
        if with_group and all(line.quantity == line.quantity_returned for line in part.lines.all()):
            move.cancel(code=part.code, by=By(STORE), now=now, reason=made.reason)
