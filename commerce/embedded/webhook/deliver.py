"""Sending a delivery, and keeping what was answered."""

import json
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from commerce.embedded.webhook.models import DeliveryStatus, EventDelivery, EventDeliveryAttempt
from commerce.embedded.webhook.posting import KEPT, Answer, call
from commerce.embedded.webhook.signing import signature
from jkrlm.kernel.clock import now

#: Headers that are kept in the log as sent; a signature and an app's own headers are not.
_LOGGED: Final = ("Content-Type", "Saleor-Event", "Saleor-Domain", "Saleor-Api-Url")


class Undelivered(Exception):
    """Nobody took it this time."""


def sender_headers() -> dict[str, str]:
    """Return what names this store in every call."""
    domain = urlsplit(settings.PUBLIC_URL).netloc
    return {
        "X-Saleor-Domain": domain,
        "Saleor-Domain": domain,
        "Saleor-Api-Url": f"{settings.PUBLIC_URL}/graphql/",
    }


def deliver(*, delivery_id: int, task_id: str = "", is_last: bool) -> None:
    """
    Send a delivery once. What arrived is removed; after the last try in vain it is FAILED.

    Raises:
        Undelivered: not taken, and there is another try.
    """
    delivery = EventDelivery.objects.select_related("webhook__app").filter(pk=delivery_id).first()
    if delivery is None or delivery.status != DeliveryStatus.PENDING:
        return
    webhook = delivery.webhook
    if not (webhook.is_active and webhook.app.is_active):
        _fail(delivery)
        return
    body = delivery.payload.encode()
    signed = signature(body, webhook.secret_key)
    event = delivery.event_type.lower()
    headers = {
        **{str(name): str(value) for name, value in webhook.custom_headers.items()},
        "Content-Type": "application/json",
        "X-Saleor-Event": event,
        "Saleor-Event": event,
        "X-Saleor-Signature": signed,
        "Saleor-Signature": signed,
        **sender_headers(),
    }
    answer = call("POST", webhook.target_url, headers=headers, body=body)
    if answer.is_good:
        delivery.delete()
        return
    _keep(delivery, headers, answer, task_id)
    if is_last:
        _fail(delivery)
        return
    raise Undelivered(f"{webhook.target_url} did not take {delivery.event_type}: {answer.text[:200]}")


def _keep(delivery: EventDelivery, headers: dict[str, str], answer: Answer, task_id: str) -> None:
    EventDeliveryAttempt.objects.create(
        delivery=delivery,
        task_id=task_id,
        status=DeliveryStatus.FAILED,
        duration=answer.seconds,
        response=answer.text[:KEPT],
        response_headers=answer.headers,
        response_status_code=answer.status,
        request_headers=json.dumps({name: headers[name] for name in _LOGGED}),
        created_at=now(),
    )


def _fail(delivery: EventDelivery) -> None:
    delivery.status = DeliveryStatus.FAILED
    delivery.save(update_fields=["status"])
