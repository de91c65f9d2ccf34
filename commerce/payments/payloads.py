"""The store's questions, read carefully: amounts to exact decimals, everything else to text or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from commerce.payments.errors import PaymentNotPossible

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The checkout or order to be paid, as far as the payload tells."""

    id: str
    kind: str
    total: Decimal | None
    currency: str
    pincode: str
    email: str
    pieces: int


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """transactionInitialize or transactionProcess, as the app hears of it."""

    transaction_id: str
    amount: Decimal
    currency: str
    source: Source
    method: str
    return_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """A charge, refund or cancellation that the store asks for."""

    transaction_id: str
    amount: Decimal
    currency: str
    charged: Decimal | None
    authorized: Decimal | None


def amount_of(value: Any) -> Decimal:
    """Return a JSON number or text as an exact decimal; raises PaymentNotPossible."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation as fault:
        raise PaymentNotPossible(gettext("The amount is not a number."), code="AMOUNT") from fault
    if isinstance(value, bool) or not amount.is_finite():
        raise PaymentNotPossible(gettext("The amount is not a number."), code="AMOUNT")
    return amount


def _part(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(payload: Payload, name: str, *, longest: int = 2048) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) and len(value) <= longest and "\x00" not in value else ""


def _maybe_amount(money: Payload) -> Decimal | None:
    return amount_of(money["amount"]) if money.get("amount") is not None else None


def read_source(payload: Payload) -> Source:
    """Raises PaymentNotPossible when there is no checkout or order in it."""
    source = _part(payload, "sourceObject")
    kind, identifier = _text(source, "__typename", longest=20), _text(source, "id", longest=128)
    if kind not in ("Checkout", "Order") or not identifier:
        raise PaymentNotPossible(gettext("There is no checkout or order to pay."), code="SOURCE")
    total = _part(_part(source, "totalPrice" if kind == "Checkout" else "total"), "gross")
    lines = source.get("lines")
    pieces = [
        line["quantity"]
        for line in (lines if isinstance(lines, list) else [])
        if isinstance(line, Mapping) and isinstance(line.get("quantity"), int)
    ]
    return Source(
        id=identifier,
        kind=kind,
        total=_maybe_amount(total),
        currency=_text(total, "currency", longest=3)
        or _text(_part(source, "channel"), "currencyCode", longest=3),
        pincode=_text(_part(source, "shippingAddress"), "postalCode", longest=20),
        email=_text(source, "email", longest=254),
        pieces=sum(pieces),
    )


def read_session_request(payload: Payload) -> SessionRequest:
    """Raises PaymentNotPossible for what is missing or not readable."""
    action, data = _part(payload, "action"), _part(payload, "data")
    transaction_id = _text(_part(payload, "transaction"), "id", longest=128)
    if not transaction_id:
        raise PaymentNotPossible(gettext("There is no transaction to pay."), code="TRANSACTION")
    return SessionRequest(
        transaction_id=transaction_id,
        amount=amount_of(action.get("amount")),
        currency=_text(action, "currency", longest=3),
        source=read_source(payload),
        method=_text(data, "method", longest=40),
        return_url=_text(data, "returnUrl"),
        cancel_url=_text(data, "cancelUrl"),
    )


def read_action_request(payload: Payload) -> ActionRequest:
    """Raises PaymentNotPossible for what is missing or not readable."""
    action, transaction = _part(payload, "action"), _part(payload, "transaction")
    transaction_id = _text(transaction, "id", longest=128)
    if not transaction_id:
        raise PaymentNotPossible(gettext("There is no transaction."), code="TRANSACTION")
    raw = action.get("amount")
    return ActionRequest(
        transaction_id=transaction_id,
        amount=amount_of(0 if raw is None else raw),
        currency=_text(action, "currency", longest=3),
        charged=_maybe_amount(_part(transaction, "chargedAmount")),
        authorized=_maybe_amount(_part(transaction, "authorizedAmount")),
    )
