"""
Pieces sold at a stall and their lots: found by a recall like any other (ADR 0049).

The piece is gone when its bill is booked: nothing here refuses a sale. A labelled piece is of the lot that
its label names, or of none; the others are taken to be of what ends first.
"""

from dataclasses import replace

from django.db import transaction

from certification.labels.facade import LabelRefusal, LabelStateName, label, sell_units
from certification.lots.facade import (
    LotRefusal,
    assign_sold,
    recall_of,
    release_excess,
)
from jkrlm.kernel.clock import now
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.outbox import Event
from sellers.orders.lots import order_lines
from sellers.orders.models import SellerOrder, SellerOrderLine
from sellers.orders.services.call_back import call_back
from sellers.orders.services.move import By
from sellers.orders.states import Bearer

_BY = By("till")


def keep_stall_lots(event: Event) -> None:
    """
    React to StallSold and StallTakenBack: what a bill's buyer has is in lots, what came back is not. Pieces
    that no lot gives, or whose own lot does not, stand on the seller order as wanting one. Repeatable.
    """
    for code in sorted(str(each) for each in event.payload["codes"]):
        with advisory_lock(f"orders.stall-lots:{code}"):  # its sale and its return may be told at once
            _keep(code)


def _keep(code: str) -> None:
    part = SellerOrder.objects.prefetch_related("lines").get(code=code)
    lines = order_lines(part)
    release_excess(code, lines, _BY)
    unplaced = {
        line.pk
        for line in part.lines.all()
        if line.label_serial and line.product_id and line.quantity > line.quantity_returned
        if not _place_labelled(part, line)
    }
    others = tuple(replace(line, quantity=line.quantity - (int(line.line_ref) in unplaced)) for line in lines)
    wanting = len(unplaced) + sum(assign_sold(code, others, _BY, sold_at=part.confirmed_at))
    if wanting != part.lots_wanting:
        SellerOrder.objects.filter(code=code).update(lots_wanting=wanting)


def _place_labelled(part: SellerOrder, line: SellerOrderLine) -> bool:
    """
    Put a labelled piece into its lot; False where that lot does not give it. A lot that was called back
    before the bill came has it called back as well.
    """
    try:
        found = label(line.label_serial)
    except LabelRefusal:
        return True  # no label of ours: like a piece without one
    if found.state != LabelStateName.ATTACHED or not found.lot_number or found.product_id != line.product_id:
        return True
    try:
        with transaction.atomic():
            sell_units(
                f"stall:{line.pk}",
                [found.code],
                part.code,
                str(line.pk),
                line.product_id,
                _BY,
                sold_at=part.confirmed_at,
            )
    except LotRefusal:
        recalled = recall_of(found.lot_number)
        if recalled is not None:
            call_back(
                code=part.code,
                source=f"recall:{recalled.id}",
                units={line.pk: 1},
                reason=recalled.reason,
                bearer=Bearer(recalled.bearer),
                now=now(),
            )
        return False
    return True
