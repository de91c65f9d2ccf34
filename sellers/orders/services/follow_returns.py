"""A return follows its money: the second person's decision, and the day on which nothing is due any more."""

from datetime import datetime

from django.db import transaction

import sellers.ledger.facade as ledger
from sellers.orders.models import Adjustment, RefundRequest, ReturnCase
from sellers.orders.return_states import ReturnState
from sellers.orders.services.move import By
from sellers.orders.services.move_return import locked_case, step
from sellers.orders.states import DecisionState, RefundState


def return_undecided(found: Adjustment, *, by: By, now: datetime) -> None:
    """The refund was not agreed to: the pieces are to be looked at again. In the decider's transaction."""
    pk = ReturnCase.objects.filter(adjustment=found).values_list("pk", flat=True).first()
    if pk is None:
        return
    case, part = locked_case(pk)
    case.lines.update(accepted=None)
    words = found.decision_note
    step(case, part, to=ReturnState.RECEIVED, by=by, now=now, words=words, adjustment=None)


def settle_returns(order_number: str, *, now: datetime) -> None:
    """Close an order's returns whose money has reached the buyer: by card, or all that was due by bank."""
    waiting = ReturnCase.objects.filter(
        seller_order__order_number=order_number,
        state=ReturnState.ACCEPTED,
        adjustment__state=DecisionState.APPROVED,
    ).select_related("adjustment__seller_order")
    found = {case.pk: case.adjustment.reference for case in waiting if case.adjustment is not None}
    if not found:
        return
    paid = set(
        RefundRequest.objects.filter(reference__in=found.values(), state=RefundState.PAID).values_list(
            "reference", flat=True
        )
    )
    nothing_due = not ledger.orders_in_books([order_number])[order_number].refunds_due.amount
    for pk, reference in found.items():
        if nothing_due or reference in paid:
            with transaction.atomic():
                case, part = locked_case(pk)
                if case.state == ReturnState.ACCEPTED:
                    step(case, part, to=ReturnState.REFUNDED, by=By("store"), now=now)
