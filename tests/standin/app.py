"""What a Saleor has beside the store: our app as installed, its webhooks, and what became of deliveries."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from commerce.embedded.account.services.apps import app_by_token, create_app, create_app_token
from commerce.embedded.http import graphql as embedded
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id

VERSION: Final = "3.23.0"


@dataclass
class Webhook:
    id: str
    name: str
    identifier: str
    target_url: str
    query: str
    event: str
    is_synchronous: bool
    is_active: bool = True

    def shown(self) -> dict[str, Any]:
        events = [{"eventType": self.event}]
        return {
            "id": self.id,
            "identifier": self.identifier,
            "name": self.name,
            "targetUrl": self.target_url,
            "isActive": self.is_active,
            "subscriptionQuery": self.query,
            "asyncEvents": [] if self.is_synchronous else events,
            "syncEvents": events if self.is_synchronous else [],
        }


@dataclass(frozen=True)
class Failure:
    """A delivery that will not be tried again."""

    event: str
    status: int
    at: datetime


WEBHOOKS: dict[str, Webhook] = {}
FAILURES: deque[Failure] = deque(maxlen=100)


def webhook_for(event: str) -> Webhook | None:
    """Return the active webhook of an event."""
    hook = WEBHOOKS.get(event)
    return hook if hook is not None and hook.is_active else None


def install(manifest_url: str) -> None:
    """Install our app from its manifest, as Saleor does: read it, make the app, hand over its token."""
    manifest = httpx.get(manifest_url, timeout=10).raise_for_status().json()
    app = create_app(
        identifier=manifest["id"], name=manifest["name"], permissions=manifest["permissions"], now=now()
    )
    WEBHOOKS.clear()
    for number, hook in enumerate(manifest["webhooks"], 1):
        (event,) = hook.get("syncEvents") or hook.get("asyncEvents")
        WEBHOOKS[event] = Webhook(
            id=global_id("Webhook", number),
            name=hook["name"],
            identifier=hook["identifier"],
            target_url=hook["targetUrl"],
            query=hook["query"],
            event=event,
            is_synchronous="syncEvents" in hook,
        )
    headers = {"Saleor-Api-Url": settings.STANDIN_API_URL, "Saleor-Domain": settings.STANDIN_API_URL}
    token = {"auth_token": create_app_token(app=app, now=now())}
    answer = httpx.post(manifest["tokenTargetUrl"], json=token, headers=headers, timeout=18)
    assert answer.is_success, answer.text


def _app() -> dict[str, Any]:
    from commerce.embedded.account.models import App

    app = App.objects.get(identifier=settings.APP_IDENTIFIER)
    return {
        "id": global_id("App", app.pk),
        "identifier": app.identifier,
        "name": app.name,
        "isActive": app.is_active,
        "permissions": [{"code": code} for code in app.permissions],
        "breakerState": "CLOSED",
        "webhooks": [hook.shown() for hook in WEBHOOKS.values()],
    }


def our_app(_variables: dict[str, Any]) -> dict[str, Any]:
    return {"shop": {"version": VERSION}, "app": _app()}


def deliveries(_variables: dict[str, Any]) -> dict[str, Any]:
    return {"app": {"webhooks": [_deliveries_of(hook) for hook in WEBHOOKS.values()]}}


def _deliveries_of(hook: Webhook) -> dict[str, Any]:
    failed = [failure for failure in FAILURES if failure.event == hook.event]
    nodes = [
        {
            "createdAt": failure.at.isoformat(),
            "eventType": failure.event,
            "attempts": {"edges": [{"node": {"responseStatusCode": failure.status, "response": ""}}]},
        }
        for failure in failed[-1:]
    ]
    edges = [{"node": node} for node in nodes]
    return {
        "name": hook.name,
        "identifier": hook.identifier,
        "failed": {"edges": edges},
        "pending": {"edges": []},
    }


def update_webhook(variables: dict[str, Any]) -> dict[str, Any]:
    hook = next(each for each in WEBHOOKS.values() if each.id == variables["id"])
    given = variables["input"]
    hook.is_active = given.get("isActive", hook.is_active)
    hook.target_url = given.get("targetUrl", hook.target_url)
    hook.query = given.get("query", hook.query)
    return {"webhookUpdate": {"webhook": {"id": hook.id}, "errors": []}}


#: Operations of commerce/operations/saleor that the embedded schema does not have.
ANSWERS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "OurApp": our_app,
    "AppOfToken": our_app,
    "AppDeliveries": deliveries,
    "WebhookUpdate": update_webhook,
}


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer as the embedded store; what only a Saleor has is answered here, to our app alone."""
    asked = json.loads(request.body) if request.content_type == "application/json" else {}
    answer = ANSWERS.get(asked.get("operationName") or "")
    if answer is None:
        return embedded(request)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if app_by_token(token) is None:
        return JsonResponse({"data": {"app": None}})
    return JsonResponse({"data": answer(asked.get("variables") or {})})
