"""GraphQL: webhooks of apps, and what became of their deliveries."""

from typing import Any

from commerce.embedded.account.models import App
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by
from commerce.embedded.engine.errors import PermissionDenied, Refusal
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.lists import ListConnection
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.product.context import show_in
from commerce.embedded.product.models import Product
from commerce.embedded.webhook.manage import retry_delivery, save_webhook
from commerce.embedded.webhook.models import EventDelivery, EventDeliveryAttempt, Webhook

_MANAGE = "MANAGE_APPS"


def may_see(info: Info, app_id: int) -> None:
    """Raise PermissionDenied for whoever neither manages apps nor is this one."""
    own = info.context.app
    if not (isinstance(own, App) and own.pk == app_id):
        info.context.require(_MANAGE)


@resolver("Query", "webhook")
def webhook(info: Info, id: str) -> Webhook | None:
    info.context.require(_MANAGE, "AUTHENTICATED_APP")
    row = Webhook.objects.filter(pk=pk_of(id, "Webhook")).first()
    if row is None or (not info.context.has(_MANAGE) and row.app_id != getattr(info.context.app, "pk", None)):
        return None
    return row


def _app_of(info: Info, gid: str | None) -> App:
    """Return the app that a new webhook belongs to: the caller itself, or for who manages apps any."""
    own = info.context.app
    if gid and info.context.has(_MANAGE):
        app: App = found(App, gid, field="app")
        return app
    if isinstance(own, App) and gid in (None, ""):
        return own
    if not gid:
        raise Refusal("App is required.", code="REQUIRED", field="app")
    if isinstance(own, App) and pk_of(gid, "App") == own.pk:
        return own
    raise PermissionDenied([_MANAGE])


def _webhook_of(info: Info, gid: str | None, identifier: str | None) -> Webhook:
    rows = Webhook.objects.select_related("app")
    own = info.context.app
    if not info.context.has(_MANAGE):
        rows = rows.filter(app_id=own.pk if isinstance(own, App) else -1)
    if gid is None and not identifier:
        raise Refusal("Either id or identifier is required.", code="REQUIRED", field="id")
    if gid is not None:
        row = rows.filter(pk=pk_of(gid, "Webhook")).first()
    else:
        row = rows.filter(identifier=identifier).order_by("id").first()
    if row is None:
        raise Refusal("Couldn't resolve to a webhook.", code="NOT_FOUND", field="id")
    return row


@mutation("webhookCreate", errors="WebhookError", permission="MANAGE_APPS|AUTHENTICATED_APP")
def webhook_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"webhook": save_webhook(app=_app_of(info, input.get("app")), given=input)}


@mutation("webhookUpdate", errors="WebhookError", permission="MANAGE_APPS|AUTHENTICATED_APP")
def webhook_update(
    info: Info, input: dict[str, Any], id: str | None = None, identifier: str | None = None
) -> dict[str, Any]:
    row = _webhook_of(info, id, identifier)
    return {"webhook": save_webhook(app=row.app, given=input, webhook=row)}


@mutation("webhookDelete", errors="WebhookError", permission="MANAGE_APPS|AUTHENTICATED_APP")
def webhook_delete(info: Info, id: str | None = None, identifier: str | None = None) -> dict[str, Any]:
    row = _webhook_of(info, id, identifier)
    pk = row.pk
    row.delete()
    row.pk = pk
    return {"webhook": row}


@mutation("eventDeliveryRetry", errors="WebhookError", permission="MANAGE_APPS")
def event_delivery_retry(info: Info, id: str) -> dict[str, Any]:
    return {"delivery": retry_delivery(found(EventDelivery, id))}


@resolver("Webhook", "app")
def webhook_app(source: Webhook, info: Info) -> App:
    made: App = load(source, "app", _apps)
    return made


def _apps(rows: list[Webhook]) -> dict[int, App]:
    apps = App.objects.in_bulk({row.app_id for row in rows})
    return {row.pk: apps[row.app_id] for row in rows}


def _event(name: str) -> dict[str, str]:
    return {"name": name.replace("_", " ").capitalize(), "event_type": name}


@resolver("Webhook", "asyncEvents")
def async_events(source: Webhook, info: Info) -> list[dict[str, str]]:
    return [_event(name) for name in source.async_events]


@resolver("Webhook", "syncEvents")
def sync_events(source: Webhook, info: Info) -> list[dict[str, str]]:
    return [_event(name) for name in source.sync_events]


@resolver("Webhook", "customHeaders")
def custom_headers(source: Webhook, info: Info) -> dict[str, str] | None:
    """Saleor shows them to whoever sees the webhook; they may hold the app's own secrets."""
    may_see(info, source.app_id)
    return source.custom_headers or None


def _deliveries(rows: list[Webhook]) -> dict[int, list[EventDelivery]]:
    found_rows: dict[int, list[EventDelivery]] = {row.pk: [] for row in rows}
    newest = EventDelivery.objects.filter(webhook__in=rows).defer("payload").order_by("-created_at", "-id")
    for delivery in newest[: 100 * len(rows)]:
        found_rows[delivery.webhook_id].append(delivery)
    return found_rows


@resolver("Webhook", "eventDeliveries")
def event_deliveries(
    source: Webhook,
    info: Info,
    sort_by: dict[str, Any] | None = None,
    filter: dict[str, Any] | None = None,
    **page: Any,
) -> ListConnection:
    """The newest hundred on the average of the webhooks shown; newest first unless asked otherwise."""
    may_see(info, source.app_id)
    rows: list[EventDelivery] = load(source, "deliveries", _deliveries)
    for name in ("status", "event_type"):
        if (filter or {}).get(name):
            rows = [row for row in rows if getattr(row, name) == (filter or {})[name]]
    if (sort_by or {}).get("direction") == "ASC":
        rows = rows[::-1]
    return ListConnection(rows, page, order=("-created_at", "-id"))


@resolver("EventDelivery", "payload")
def payload(source: EventDelivery, info: Info) -> str:
    return source.payload


def _attempts(rows: list[EventDelivery]) -> dict[int, list[EventDeliveryAttempt]]:
    found_rows: dict[int, list[EventDeliveryAttempt]] = {row.pk: [] for row in rows}
    for attempt in EventDeliveryAttempt.objects.filter(delivery__in=rows).order_by("-created_at", "-id"):
        found_rows[attempt.delivery_id].append(attempt)
    return found_rows


@resolver("EventDelivery", "attempts")
def attempts(
    source: EventDelivery, info: Info, sort_by: dict[str, Any] | None = None, **page: Any
) -> ListConnection:
    rows: list[EventDeliveryAttempt] = load(source, "attempts", _attempts)
    if (sort_by or {}).get("direction") == "ASC":
        rows = rows[::-1]
    return ListConnection(rows, page, order=("-created_at", "-id"))


def _shown_product(event: dict[str, Any], info: Info, channel: str | None = None) -> Product | None:
    product: Product | None = event.get("product")
    if product is not None and channel:
        shown: Channel | None = channel_by(slug=channel)
        show_in([product], shown)
    return product


for _name in ("ProductCreated", "ProductUpdated", "ProductDeleted", "ProductMetadataUpdated"):
    resolver(_name, "product")(_shown_product)
