from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.services.prices import with_prices
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.payment.models import TransactionEvent, TransactionItem
from commerce.embedded.payment.services.record import before, complete_automatically, cut, settle
from commerce.embedded.payment.sources import Locked, locked_transaction, owner, source_by_id
from jkrlm.kernel.money import quantize

_AMOUNTS = {"amount_authorized": "AUTHORIZATION_SUCCESS", "amount_charged": "CHARGE_SUCCESS"}
_NAMES = {"amount_authorized": "amountAuthorized", "amount_charged": "amountCharged"}


def create_transaction(
    *, source_gid: str, given: Mapping[str, Any], caller: Caller, now: datetime
) -> TransactionItem:
    """
    Take down money that an app holds already for a checkout or an order.

    Raises:
        Refusal: INVALID, NOT_FOUND, INCORRECT_CURRENCY, UNIQUE for a reference that is known.
    """
    source = source_by_id(source_gid)
    amounts = {
        name: _amount(given[name], source.currency, _NAMES[name]) for name in _AMOUNTS if given.get(name)
    }
    reference = given.get("psp_reference") or ""
    if reference and TransactionItem.objects.filter(psp_reference=reference).exists():
        raise Refusal(
            "Transaction with provided `pspReference` already exists.", code="UNIQUE", field="transaction"
        )
    if isinstance(source, Checkout):
        with_prices(checkout=source, now=now)
    identifier = caller.app.identifier if caller.app else ""
    with transaction.atomic():
        item = TransactionItem.objects.create(
            **owner(source),
            app_identifier=identifier,
            name=given.get("name") or "",
            message=cut(given.get("message")),
            psp_reference=reference,
            external_url=given.get("external_url") or "",
            available_actions=list(dict.fromkeys(given.get("available_actions") or ())),
            currency=source.currency,
            created_at=now,
            modified_at=now,
        )
        locked: Locked = locked_transaction(item.pk)
        was = before(locked)
        TransactionEvent.objects.bulk_create(
            TransactionEvent(
                transaction=item,
                type=_AMOUNTS[name],
                amount_value=amount,
                currency=source.currency,
                message="Manual adjustment of the transaction.",
                app_identifier=identifier,
                created_at=now,
            )
            for name, amount in amounts.items()
        )
        completing = settle(locked, was, now=now)
    complete_automatically(completing, now=now)
    return locked.item


def _amount(money: Mapping[str, Any], currency: str, name: str) -> Decimal:
    if money["currency"] != currency:
        raise Refusal(
            f"Currency needs to be the same as for order: {currency}",
            code="INCORRECT_CURRENCY",
            field=name,
        )
    return quantize(money["amount"], currency)
