"""Take a webhook of Stripe's: prove that it is Stripe's, keep it once, leave the work to the reaction."""

import json
from datetime import datetime
from typing import Any, Final

import stripe
from django.conf import settings
from django.db import transaction

from commerce.payments.errors import BadWebhook
from commerce.payments.models import StripeEvent
from jkrlm.kernel.outbox import record

BODY_BYTES_MAX: Final = 256 * 1024
#: Older than this a signature is not believed (Stripe signs every retry afresh).
TOLERANCE_SECONDS: Final = 300

#: What we act on; anything else of Stripe's is kept and left alone.
HEARD: Final = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "charge.refunded",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
    }
)


def receive_stripe_event(*, body: bytes, signature: str, now: datetime) -> bool:
    """
    Keep the event and its outbox row in one transaction; returns whether it was new.

    Raises:
        BadWebhook: too large, not UTF-8, not signed by Stripe, too old, or not an event.
    """
    event = _verified(body, signature)
    identifier, kind = event.get("id"), event.get("type")
    if not isinstance(identifier, str) or not isinstance(kind, str) or not 0 < len(identifier) <= 255:
        raise BadWebhook("This is not an event.")
    with transaction.atomic():
        _row, new = StripeEvent.objects.get_or_create(
            event_id=identifier,
            defaults={
                "type": kind[:120],
                "body": event,
                "received_at": now,
                "handled_at": None if kind in HEARD else now,
            },
        )
        if new and kind in HEARD:
            record("StripeEventReceived", {"event_id": identifier, "type": kind})
    return new


def _verified(body: bytes, signature: str) -> dict[str, Any]:
    if len(body) > BODY_BYTES_MAX:
        raise BadWebhook("The body is too large.", status=413)
    try:
        text = body.decode("utf-8")
        stripe.WebhookSignature.verify_header(
            text, signature, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE_SECONDS
        )
    except UnicodeDecodeError as fault:
        raise BadWebhook("The body is not UTF-8.") from fault
    except (stripe.SignatureVerificationError, TypeError) as fault:
        raise BadWebhook("The signature is missing, wrong or too old.") from fault
    try:
        event = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise BadWebhook("The body is not JSON.") from fault
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict) or "\\u0000" in text:
        raise BadWebhook("This is not an event.")
    if not isinstance(event["data"].get("object"), dict):
        raise BadWebhook("This is not an event.")
    return event


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
