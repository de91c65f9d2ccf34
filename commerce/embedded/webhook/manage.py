"""Making, changing and removing webhooks."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction

from commerce.embedded.account.models import App
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.addresses import NotAllowed, target
from commerce.embedded.webhook.models import DeliveryStatus, EventDelivery, Webhook
from commerce.embedded.webhook.subscriptions import BadSubscription, read
from jkrlm.kernel.clock import now

HEADERS_MAX: Final = 5
#: As Saleor: only headers that cannot be taken for ours, or steer the connection.
_HEADER_STARTS: Final = ("x-", "authorization")
WEBHOOKS_MAX: Final = 50


def save_webhook(*, app: App, given: Mapping[str, Any], webhook: Webhook | None = None) -> Webhook:
    """
    Return the webhook, made or changed; what is not given stays.

    Raises:
        Refusal: REQUIRED without an address or a name for events; INVALID for an address that is not
            called, for events that are questions, for a document that cannot be answered; SYNTAX,
            MISSING_EVENT, INVALID_CUSTOM_HEADERS, UNIQUE.
    """
    row = webhook or Webhook(app=app)
    _set_target(row, given)
    if given.get("sync_events"):
        raise Refusal(
            "This store asks its questions of its own rooms: synchronous events are not sent.",
            code="INVALID",
            field="syncEvents",
        )
    if "query" in given:
        _set_query(row, given["query"])
    if given.get("async_events") is not None:
        row.async_events = sorted(set(given["async_events"]))
    if not row.async_events and not row.sync_events:
        raise Refusal("Async events are required.", code="MISSING_EVENT", field="asyncEvents")
    for name, field in (("name", "name"), ("secret_key", "secret_key")):
        if given.get(name) is not None:
            setattr(row, field, given[name][:255])
    if "identifier" in given:
        row.identifier = given["identifier"] or None
    if given.get("is_active") is not None:
        row.is_active = given["is_active"]
    if given.get("custom_headers") is not None:
        row.custom_headers = custom_headers(given["custom_headers"])
    if webhook is None and Webhook.objects.filter(app=app).count() >= WEBHOOKS_MAX:
        raise Refusal(f"An app has {WEBHOOKS_MAX} webhooks at most.", code="INVALID", field="app")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal(
            "Webhook with this identifier already exists.", code="UNIQUE", field="identifier"
        ) from None
    return row


def _set_target(row: Webhook, given: Mapping[str, Any]) -> None:
    if given.get("target_url") is not None:
        row.target_url = checked_url(given["target_url"], field="targetUrl")
    if not row.target_url:
        raise Refusal("This field is required.", code="REQUIRED", field="targetUrl")


def checked_url(url: str, *, field: str, code: str = "INVALID") -> str:
    """
    Return the address.

    Raises:
        Refusal: it is not called from here; the name is looked up when it is.
    """
    if len(url) > 255:
        raise Refusal("The address is longer than 255 characters.", code=code, field=field)
    try:
        target(url)
    except NotAllowed as refusal:
        raise Refusal(str(refusal), code=code, field=field) from None
    return url


def _set_query(row: Webhook, query: str | None) -> None:
    row.subscription_query = query or None
    if not query:
        return
    try:
        events = read(query)
    except BadSubscription as fault:
        raise Refusal(str(fault), code=fault.code, field="query") from None
    row.async_events = row.async_events or events


def custom_headers(given: Any) -> dict[str, str]:
    """
    Return an app's own headers, in small letters.

    Raises:
        Refusal: INVALID_CUSTOM_HEADERS.
    """
    fault = Refusal(
        "Custom headers are an object of at most five texts, named X-… or Authorization….",
        code="INVALID_CUSTOM_HEADERS",
        field="customHeaders",
    )
    if not isinstance(given, dict) or len(given) > HEADERS_MAX:
        raise fault
    found = {}
    for name, value in given.items():
        low = name.lower()
        plain = isinstance(value, str) and value.isprintable() and value.isascii() and len(value) <= 998
        named = low.startswith(_HEADER_STARTS) and low.replace("-", "").isalnum() and low.isascii()
        if not plain or not named or low.startswith("x-saleor") or len(low) > 998:
            raise fault
        found[low] = value
    return found


def retry_delivery(delivery: EventDelivery) -> EventDelivery:
    """Send it anew, with all its tries. One that is on its way already is left alone."""
    from commerce.embedded.webhook.tasks import deliver_webhook

    with transaction.atomic():
        row = EventDelivery.objects.select_for_update().get(pk=delivery.pk)
        if row.status == DeliveryStatus.FAILED:
            row.status = DeliveryStatus.PENDING
            row.created_at = now()
            row.save(update_fields=["status", "created_at"])
            deliver_webhook.defer(delivery_id=row.pk)
    return row


def install_webhooks(*, app: App, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Make the webhooks of a manifest that has been judged; questions among them are listed, never asked."""
    Webhook.objects.bulk_create(
        Webhook(
            app=app,
            name=each["name"],
            target_url=each["target_url"],
            is_active=each["is_active"],
            subscription_query=each["query"],
            async_events=each["async_events"],
            sync_events=each["sync_events"],
            custom_headers=each["custom_headers"],
        )
        for each in wanted
    )
