"""Writing down, in the writer's transaction, which third parties are to be told of an event."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from commerce.embedded.account.models import App, User
from commerce.embedded.engine.caller import who_acts
from commerce.embedded.webhook import legacy
from commerce.embedded.webhook.models import EventDelivery, Webhook
from commerce.embedded.webhook.subscriptions import needed_permission, rendered
from jkrlm.kernel.clock import now
from jkrlm.kernel.statements import Statement

logger = logging.getLogger(__name__)

_WANTED: Final = Statement(
    "SELECT webhook.id, webhook.async_events FROM store_webhook_webhook webhook"
    " JOIN store_account_app app ON app.id = webhook.app_id"
    " WHERE webhook.is_active AND app.is_active AND cardinality(webhook.async_events) > 0"
)


class _Wishes:
    """
    Who wants to hear what, as read in this transaction.

    It hangs among the functions that the transaction runs after commit, so it goes with it, however it
    ends; a transaction that emits five events asks once.
    """

    def __init__(self, savepoints: tuple[str, ...], wanted: dict[str, list[int]]) -> None:
        self.savepoints = savepoints
        self.wanted = wanted

    def __call__(self) -> None:
        """After commit there is nothing left to do."""


def tell(event: str, fields: Mapping[str, Any]) -> None:
    """
    Write a delivery for each active webhook that wants the event and whose app may know of it.

    A subscription that fails is logged and tells nobody: it never undoes what has happened.
    """
    pks = _wanted().get(event)
    if not pks:
        return
    moment = now()
    principal = _principal()
    for webhook in Webhook.objects.filter(pk__in=pks).select_related("app"):
        permission = needed_permission(event)
        if permission is not None and permission not in webhook.app.permissions:
            continue
        try:
            with transaction.atomic():
                body = _body(webhook, event, fields, moment, principal)
                if body:
                    _write(webhook, event, body, moment)
        except Exception:
            logger.exception("webhook %s could not be told of %s", webhook.pk, event)


def _body(
    webhook: Webhook, event: str, fields: Mapping[str, Any], moment: datetime, principal: App | User | None
) -> bytes | None:
    if webhook.subscription_query is None:
        return legacy.described(fields, issued_at=moment, principal=principal)
    return rendered(
        webhook.subscription_query,
        app=webhook.app,
        event=event,
        issued_at=moment,
        principal=principal,
        fields=fields,
    )


def _write(webhook: Webhook, event: str, body: bytes, moment: datetime) -> None:
    from commerce.embedded.webhook.tasks import deliver_webhook

    delivery = EventDelivery.objects.create(
        webhook=webhook, event_type=event, payload=body.decode().replace("\\u0000", ""), created_at=moment
    )
    deliver_webhook.defer(delivery_id=delivery.pk)


def _wanted() -> dict[str, list[int]]:
    """Return event -> webhooks; one query in a transaction."""
    if not connection.in_atomic_block:
        return _read()
    of_tests = sum(bool(getattr(block, "_from_testcase", False)) for block in connection.atomic_blocks)
    savepoints = tuple(connection.savepoint_ids[:of_tests])
    for entry in connection.run_on_commit:
        if isinstance(entry[1], _Wishes) and entry[1].savepoints == savepoints:
            return entry[1].wanted
    wishes = _Wishes(savepoints, _read())
    transaction.on_commit(wishes)
    return wishes.wanted


def _read() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, events in _WANTED.rows():
        for event in events:
            found.setdefault(event, []).append(pk)
    return found


def _principal() -> App | User | None:
    """Return the app or user whose mutation this is; None for what happens by itself."""
    caller = who_acts()
    if caller is None:
        return None
    if isinstance(caller.app, App):
        return caller.app
    if caller.app is not None:
        return App.objects.filter(identifier=caller.app.identifier).first()
    return caller.user if isinstance(caller.user, User) else None
