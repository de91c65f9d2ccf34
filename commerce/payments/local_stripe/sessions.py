"""Checkout sessions: created by the store, paid or left by the buyer, expired by either or by time."""

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from commerce.payments.local_stripe import forms
from commerce.payments.local_stripe.database import Body, Database, new_id
from commerce.payments.local_stripe.errors import Refusal
from commerce.payments.local_stripe.events import emit

AMOUNT_MAX = 99_999_999
AMOUNT_MIN = 50
LIFE_SECONDS_MIN = 30 * 60
LIFE_SECONDS_MAX = 24 * 3600


@dataclass(frozen=True, slots=True)
class Place:
    """Where this server is reached, and how long "later" is."""

    address: str
    late_seconds: float = 20


def create(database: Database, params: forms.Params, *, place: Place, at: float) -> Body:
    """Create a session in mode ``payment``; raises Refusal for what Stripe would refuse."""
    forms.known(
        params,
        *("mode", "line_items", "success_url", "cancel_url", "client_reference_id", "customer_email"),
        *("metadata", "payment_intent_data", "payment_method_types", "expires_at", "locale", "expand"),
        *("submit_type", "ui_mode", "billing_address_collection"),
    )
    if forms.required(params, "mode") != "payment":
        raise Refusal("This server knows mode=payment only.", param="mode")
    currency, amount, items = _line_items(params)
    email = forms.text(params, "customer_email", longest=512)
    if email is not None and ("@" not in email[1:-1] or " " in email):
        raise Refusal(f"Invalid email address: {email}", code="email_invalid", param="customer_email")
    expires_at = forms.integer(params, "expires_at", default=int(at) + LIFE_SECONDS_MAX)
    assert expires_at is not None
    if not at + LIFE_SECONDS_MIN - 5 <= expires_at <= at + LIFE_SECONDS_MAX + 5:
        raise Refusal(
            "The `expires_at` timestamp must be from 30 minutes to 24 hours away.", param="expires_at"
        )
    success_url = forms.web_address(params, "success_url")
    if success_url is None:
        raise Refusal("Missing required param: success_url.", code="parameter_missing", param="success_url")
    identifier = new_id("cs_test", length=48)
    session: Body = {
        "id": identifier,
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": forms.web_address(params, "cancel_url"),
        "client_reference_id": forms.text(params, "client_reference_id", longest=200),
        "created": int(at),
        "currency": currency,
        "customer": None,
        "customer_details": None,
        "customer_email": email,
        "expires_at": expires_at,
        "livemode": False,
        "locale": forms.text(params, "locale", longest=10),
        "metadata": forms.metadata(params),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": forms.rows(params, "payment_method_types") or ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": success_url.replace("{CHECKOUT_SESSION_ID}", quote(identifier)),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted",
        "url": None,
    }
    intent_data = params.get("payment_intent_data", {})
    if not isinstance(intent_data, dict):
        raise Refusal("Invalid object", param="payment_intent_data")
    forms.known(intent_data, "metadata", "description", "receipt_email", "capture_method")
    if intent_data.get("capture_method", "automatic") not in ("automatic", "automatic_async"):
        raise Refusal("This server captures automatically only.", param="payment_intent_data[capture_method]")
    private: Body = {
        "secret": secrets.token_urlsafe(24),
        "items": items,
        "intent_metadata": forms.metadata(intent_data),
        "description": forms.text(intent_data, "description", longest=1000),
    }
    return with_address(database.insert(session, private), place)


def _line_items(params: forms.Params) -> tuple[str, int, list[Body]]:
    items: list[Body] = []
    currencies: set[str] = set()
    for row in forms.rows(params, "line_items"):
        if not isinstance(row, dict) or not isinstance(row.get("price_data"), dict):
            raise Refusal("Each line item needs price_data.", param="line_items")
        data = row["price_data"]
        product = data.get("product_data", {})
        unit_amount = forms.integer(data, "unit_amount")
        quantity = forms.integer(row, "quantity", default=1)
        if unit_amount is None or unit_amount < 0 or quantity is None or quantity < 1:
            raise Refusal("unit_amount and quantity must be whole numbers, not negative.", param="line_items")
        currency = forms.required(data, "currency", longest=3).lower()
        currencies.add(currency)
        items.append(
            {
                "id": new_id("li"),
                "object": "item",
                "amount_subtotal": unit_amount * quantity,
                "amount_total": unit_amount * quantity,
                "currency": currency,
                "description": forms.required(product if isinstance(product, dict) else {}, "name"),
                "quantity": quantity,
            }
        )
    if not items:
        raise Refusal("Missing required param: line_items.", code="parameter_missing", param="line_items")
    if len(currencies) != 1:
        raise Refusal("All line items must have the same currency.", param="line_items")
    amount = sum(item["amount_total"] for item in items)
    if amount > AMOUNT_MAX:
        raise Refusal("Amount must be no more than ₹9,99,999.99", code="amount_too_large", param="line_items")
    if amount < AMOUNT_MIN:
        raise Refusal("Amount must be at least ₹0.50", code="amount_too_small", param="line_items")
    return currencies.pop(), amount, items


def with_address(session: Body, place: Place) -> Body:
    """Name the pay page where this server is reached now: its port may have changed since."""
    if session["status"] == "open":
        session["url"] = f"{place.address}/pay/{session['id']}"
    return session


def current(database: Database, identifier: str, *, at: float) -> tuple[Body, Body]:
    """Return the session and its private part; one whose time has come is expired first."""
    session, private = database.get_with_private("checkout.session", identifier)
    if session["status"] == "open" and session["expires_at"] <= at:
        _close(database, session, at=at)
    return session, private


def expire(database: Database, identifier: str, *, at: float) -> Body:
    """Expire an open session; refused for one that is complete or already expired."""
    session, _private = current(database, identifier, at=at)
    if session["status"] != "open":
        raise Refusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
    _close(database, session, at=at)
    return session


def _close(database: Database, session: Body, *, at: float) -> None:
    session.update(status="expired", url=None)
    database.save(session)
    if session["payment_intent"] is not None:
        intent = database.get("payment_intent", session["payment_intent"])
        intent.update(status="canceled", cancellation_reason="automatic", canceled_at=int(at))
        database.save(intent)
    emit(database, [("checkout.session.expired", session)], at=at)
