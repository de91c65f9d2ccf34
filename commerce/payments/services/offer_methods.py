"""Which ways to pay this checkout may use, and why not the others."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from commerce.payments.errors import PaymentNotPossible
from commerce.payments.gateways import stripe_checkout
from commerce.payments.payloads import Payload, amount_of, read_source
from commerce.payments.ports import cash_answer
from commerce.payments.rules import CURRENCY, to_paise
from commerce.payments.services.upi_open import refuse_unless_possible, upi_is_set_up
from commerce.payments.states import Method
from commerce.payments.upi_rules import UPI_MAXIMUM
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
        unpayable = ""
    except PaymentNotPossible as refusal:
        unpayable = refusal.message
    card = unpayable
    if not card and not stripe_checkout.is_set_up():
        card = gettext("Card payment is not set up.")
    cash = cash_answer(pincode=source.pincode, amount=Money(amount, source.currency or CURRENCY))
    row = _row(Method.CASH, gettext("Cash on delivery"), "" if cash.allowed else cash.reason)
    row["allowed"] = bool(cash.allowed) and source.currency in ("", CURRENCY)
    for name, limit in (("minimum", cash.minimum), ("maximum", cash.maximum)):
        if limit is not None:
            row[name] = str(limit.amount)
    return [_card(card), *_upi(amount, unpayable), row]


def _upi(amount: Decimal, unpayable: str) -> list[dict[str, Any]]:
    """Only where the shop has an address for it."""
    if not upi_is_set_up():
        return []
    try:
        refuse_unless_possible(amount)
        reason = unpayable
    except PaymentNotPossible as refusal:
        reason = refusal.message
    return [{**_row(Method.UPI, gettext("UPI"), reason), "maximum": str(UPI_MAXIMUM)}]


def _card(reason: str) -> dict[str, Any]:
    return _row(Method.STRIPE, gettext("Card"), reason)


def _row(method: Method, name: str, reason: str) -> dict[str, Any]:
    return {"id": method.value, "name": name, "allowed": not reason, "reason": reason}
