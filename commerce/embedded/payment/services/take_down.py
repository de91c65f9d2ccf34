"""A transaction about money that is there already, written with an order and without telling anybody."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.models import Order
from commerce.embedded.payment.models import AMOUNT_FIELDS, TransactionEvent, TransactionItem
from commerce.embedded.payment.rules import amounts_of
from commerce.embedded.payment.services.record import cut


def take_down(
    *,
    order: Order,
    charged: Decimal,
    authorized: Decimal = Decimal(0),
    name: str,
    reference: str,
    message: str = "",
    actions: Sequence[str],
    caller: Caller,
    now: datetime,
) -> TransactionItem:
    """Write the transaction with an event for each amount; inside the caller's transaction."""
    identifier = caller.app.identifier if caller.app else ""
    item = TransactionItem(
        order=order,
        app_identifier=identifier,
        name=name,
        psp_reference=reference,
        message=cut(message),
        available_actions=list(dict.fromkeys(actions)),
        currency=order.currency,
        created_at=now,
        modified_at=now,
    )
    events = [
        TransactionEvent(
            transaction=item,
            type=kind,
            amount_value=amount,
            currency=order.currency,
            message="Manual adjustment of the transaction.",
            app_identifier=identifier,
            created_at=now,
        )
        for kind, amount in (("AUTHORIZATION_SUCCESS", authorized), ("CHARGE_SUCCESS", charged))
        if amount
    ]
    amounts = amounts_of(events)
    for field in AMOUNT_FIELDS:
        setattr(item, field, getattr(amounts, field))
    item.save(force_insert=True)
    TransactionEvent.objects.bulk_create(events)
    return item
