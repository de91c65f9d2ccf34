"""A refund that the payment company refused is asked for again, when somebody says so."""

from datetime import datetime

from django.db import transaction

from jkrlm.kernel import outbox
from sellers.orders.errors import NotRefused
from sellers.orders.models import RefundRequest
from sellers.orders.services.propose import due_by_bank
from sellers.orders.states import RefundState


@transaction.atomic
def ask_again(*, order_number: str, now: datetime) -> None:
    """
    Have the refused refunds of an order asked for once more (``RefundAskedAgain``); pressed twice, once.

    Raises:
        NotRefused: none of its refunds is refused, it was asked again a moment ago, or nothing is due.
    """
    refused = list(
        RefundRequest.objects.select_for_update()
        .filter(order_number=order_number, state=RefundState.REFUSED)
        .order_by("id")
    )
    if refused and due_by_bank(order_number).amount <= 0:
        raise NotRefused("Nothing is due to this order's buyer any more.")
    if not refused:
        raise NotRefused("No refund of this order is refused; it may have been asked for again already.")
    for each in refused:
        each.state, each.changed_at, each.tries = RefundState.ASKED, now, each.tries + 1
        each.save(update_fields=["state", "changed_at", "tries"])
    references = [each.reference for each in refused]
    outbox.record("RefundAskedAgain", {"order": refused[0].order_id, "references": references})
