"""Stripe Checkout through the ``stripe`` library. Minor units and Stripe's words stay in here."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import httpx
import stripe
from django.conf import settings
from django.utils.translation import gettext

from commerce.payments.errors import ProviderRefused, ProviderUnavailable, SessionNotOpen
from commerce.payments.rules import from_paise, to_paise

#: The store waits 18 s for an answer; two tries of ours stay below that.
CONNECT_SECONDS: Final = 2.0
READ_SECONDS: Final = 6.0
RETRIES: Final = 1
LIST_LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a session is made of. Made from the attempt alone, so that a repeat says the same."""

    transaction_id: str
    source_id: str
    amount: Decimal
    currency: str
    title: str
    email: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedSession:
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """``status`` is Stripe's: pending, requires_action, succeeded, failed or canceled."""

    id: str
    amount: Decimal
    status: str
    message: str
    action_sequence: int | None


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    id: str
    amount: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """How a session stands at Stripe. ``outcome``: open, processing, paid, failed or expired."""

    session_id: str
    outcome: str
    url: str
    intent_id: str
    amount: Decimal
    currency: str
    message: str
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()

    @property
    def refunded(self) -> Decimal:
        gone = [refund.amount for refund in self.refunds if refund.status in ("succeeded", "pending")]
        return sum(gone, Decimal(0))


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    return stripe.StripeClient(
        key,
        base_addresses={"api": base.rstrip("/")} if base else {},
        max_network_retries=RETRIES,
        http_client=stripe.HTTPXClient(timeout=timeout, allow_sync_methods=True),
    )


def client() -> stripe.StripeClient:
    """Return the client of the configured account; raises ProviderRefused when there is none."""
    if not settings.STRIPE_SECRET_KEY:
        raise ProviderRefused(gettext("Card payment is not set up."), code="NOT_SET_UP")
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


def is_set_up() -> bool:
    return bool(settings.STRIPE_SECRET_KEY)


def dashboard_url(intent_id: str) -> str:
    """Return the page where staff see a payment; the local server has none."""
    if settings.STRIPE_API_BASE or not intent_id:
        return ""
    part = "test/" if settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_")) else ""
    return f"https://dashboard.stripe.com/{part}payments/{intent_id}"


def ours(error: stripe.StripeError) -> ProviderRefused | ProviderUnavailable:
    """Return Stripe's error as ours: retryable or final."""
    sentence = error.user_message or str(error)
    retryable = isinstance(error, stripe.APIConnectionError | stripe.RateLimitError | stripe.APIError)
    if retryable or (error.http_status or 0) >= 500 or error.http_status == 409:
        return ProviderUnavailable(sentence)
    if isinstance(error, stripe.IdempotencyError):
        return ProviderRefused(sentence, code="idempotency_error")
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        # Our key is wrong, over, or may not do this: that says nothing about the payment.
        return ProviderRefused(sentence, code="NOT_SET_UP")
    return ProviderRefused(sentence, code=error.code or "PROVIDER_REFUSED")


def open_session(wanted: NewSession) -> OpenedSession:
    """
    Create the session, or get the same one again for the same transaction and amount.

    Raises:
        ProviderRefused, ProviderUnavailable
    """
    paise = to_paise(wanted.amount, wanted.currency)
    metadata = {"transaction": wanted.transaction_id, "source": wanted.source_id}
    params: Any = {
        "mode": "payment",
        "client_reference_id": wanted.source_id,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": wanted.currency.lower(),
                    "unit_amount": paise,
                    "product_data": {"name": wanted.title},
                },
            }
        ],
        "payment_method_types": ["card"],
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
        "expires_at": int(wanted.expires_at.timestamp()),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
    }
    if wanted.email:
        params["customer_email"] = wanted.email
    try:
        session = client().v1.checkout.sessions.create(
            params, {"idempotency_key": f"session:{wanted.transaction_id}:{paise}"}
        )
    except stripe.StripeError as error:
        raise ours(error) from error
    return OpenedSession(session.id, session.url or "")


def look_up(session_id: str, *, with_refunds: bool = True) -> PaymentFacts:
    """Return how a session stands now; raises ProviderRefused, ProviderUnavailable."""
    try:
        session = client().v1.checkout.sessions.retrieve(
            session_id, {"expand": ["payment_intent.latest_charge"]}
        )
        intent = session.payment_intent
        assert intent is None or isinstance(intent, stripe.PaymentIntent)
        facts = _facts(session, intent)
        if not with_refunds or facts.outcome != "paid":
            return facts
        assert intent is not None
        return _with_afterwards(facts, intent)
    except stripe.StripeError as error:
        raise ours(error) from error


def _facts(session: stripe.checkout.Session, intent: stripe.PaymentIntent | None) -> PaymentFacts:
    failure = intent.last_payment_error if intent is not None else None
    if session.payment_status == "paid":
        outcome = "paid"
    elif session.status == "complete":
        outcome = "processing" if intent is not None and intent.status == "processing" else "failed"
    else:
        outcome = "expired" if session.status == "expired" else "open"
    paid = intent.amount_received if intent is not None and outcome == "paid" else session.amount_total
    return PaymentFacts(
        session_id=session.id,
        outcome=outcome,
        url=session.url or "",
        intent_id=intent.id if intent is not None else "",
        amount=from_paise(paid or 0),
        currency=(session.currency or "").upper(),
        message=(failure.message or "") if failure is not None else "",
    )


def _with_afterwards(facts: PaymentFacts, intent: stripe.PaymentIntent) -> PaymentFacts:
    charge = intent.latest_charge
    refunds = client().v1.refunds.list({"payment_intent": intent.id, "limit": LIST_LIMIT})
    disputed = isinstance(charge, stripe.Charge) and charge.disputed
    disputes = (
        list(client().v1.disputes.list({"payment_intent": intent.id, "limit": LIST_LIMIT}).data)
        if disputed
        else []
    )
    return PaymentFacts(
        session_id=facts.session_id,
        outcome=facts.outcome,
        url=facts.url,
        intent_id=facts.intent_id,
        amount=facts.amount,
        currency=facts.currency,
        message=facts.message,
        refunds=tuple(_refund_facts(refund) for refund in reversed(refunds.data)),
        disputes=tuple(DisputeFacts(each.id, from_paise(each.amount), each.status) for each in disputes),
    )


def _refund_facts(refund: stripe.Refund) -> RefundFacts:
    metadata = refund.metadata.to_dict() if refund.metadata is not None else {}
    sequence = str(metadata.get("action", ""))
    return RefundFacts(
        id=refund.id,
        amount=from_paise(refund.amount),
        status=refund.status or "pending",
        message=getattr(refund, "failure_reason", None) or "",
        action_sequence=int(sequence) if sequence.isdigit() else None,
    )


def expire_session(session_id: str) -> None:
    """
    Close a session to payment.

    Raises:
        SessionNotOpen: it is paid, on its way, or closed already: look it up.
        ProviderRefused, ProviderUnavailable
    """
    try:
        client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError as error:
        if error.http_status == 400:
            raise SessionNotOpen(error.user_message or str(error)) from error
        raise ours(error) from error
    except stripe.StripeError as error:
        raise ours(error) from error


def refund(*, intent_id: str, amount: Decimal, currency: str, sequence: int, key: str) -> RefundFacts:
    """
    Give money back; the same key gives the same refund again.

    Raises:
        ProviderRefused, ProviderUnavailable
    """
    try:
        made = client().v1.refunds.create(
            {
                "payment_intent": intent_id,
                "amount": to_paise(amount, currency),
                "metadata": {"action": str(sequence)},
            },
            {"idempotency_key": key},
        )
    except stripe.StripeError as error:
        raise ours(error) from error
    return _refund_facts(made)


def session_of_intent(intent_id: str) -> str:
    """Return the id of the session that a payment intent belongs to, or an empty text."""
    try:
        found = client().v1.checkout.sessions.list({"payment_intent": intent_id, "limit": 1}).data
    except stripe.InvalidRequestError:
        return ""
    except stripe.StripeError as error:
        raise ours(error) from error
    return found[0].id if found else ""
