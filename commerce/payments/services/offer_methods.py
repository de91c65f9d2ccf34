"""Which ways to pay this checkout may use, and why not the others."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from commerce.payments.errors import PaymentNotPossible
from commerce.payments.gateways import stripe_checkout
from commerce.payments.payloads import Payload, amount_of, read_source
from commerce.payments.ports import cash_answer
from commerce.payments.rules import CURRENCY, to_paise
from commerce.payments.states import Method
from jkrlm.kernel.money import Money


def offer_methods(payload: Payload) -> list[dict[str, Any]]:
    """Return a row for each method; limits are amounts as text, absent where there is none."""
    try:
        source = read_source(payload)
        asked = payload.get("amount")
        amount = source.total if asked is None else amount_of(asked)
    except PaymentNotPossible as refusal:
        return [_card(refusal.message), _row(Method.CASH, gettext("Cash on delivery"), refusal.message)]
    amount = amount if amount is not None else Decimal(0)
    try:
        to_paise(amount, source.currency or CURRENCY)
        card = "" if stripe_checkout.is_set_up() else gettext("Card payment is not set up.")
    except PaymentNotPossible as refusal:
        card = refusal.message
    cash = cash_answer(pincode=source.pincode, amount=Money(amount, source.currency or CURRENCY))
    row = _row(Method.CASH, gettext("Cash on delivery"), "" if cash.allowed else cash.reason)
    row["allowed"] = bool(cash.allowed) and source.currency in ("", CURRENCY)
    for name, limit in (("minimum", cash.minimum), ("maximum", cash.maximum)):
        if limit is not None:
            row[name] = str(limit.amount)
    return [_card(card), row]


def _card(reason: str) -> dict[str, Any]:
    return _row(Method.STRIPE, gettext("Card"), reason)


def _row(method: Method, name: str, reason: str) -> dict[str, Any]:
    return {"id": method.value, "name": name, "allowed": not reason, "reason": reason}
