"""
A Saleor for the plan and the checks: what both stores have is answered by the embedded one, in this process.

What only a Saleor has (our app, its webhooks, the shop's settings) is kept here in memory. Every write is
counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings

from commerce.client.client import Store
from commerce.embedded.account.models import App
from commerce.embedded.engine.caller import Caller
from commerce.errors import StoreError, StoreRefused
from commerce.in_process import InProcess
from commerce.models import StoreIdentity
from commerce.permissions import APP_PERMISSIONS
from commerce.saleor.operation_kind import Kind, kind_of

API_URL = "https://shop.example/graphql/"
BASE_URL = "https://umeed.example"


@dataclass
class YoungSaleor:
    """``hooks`` as ``app { webhooks }`` shows them; ``writes`` names the mutations, in order."""

    version: str = "3.23.28"
    permissions: set[str] = field(default_factory=lambda: set(APP_PERMISSIONS))
    app: dict[str, Any] | None = field(
        default_factory=lambda: {
            "id": "QXBwOjE=",
            "identifier": "umeed.payments",
            "name": "Umeed",
            "isActive": True,
            "breakerState": "CLOSED",
        }
    )
    hooks: list[dict[str, Any]] = field(default_factory=list)
    shop: dict[str, Any] = field(
        default_factory=lambda: {
            "fulfillmentAllowUnpaid": False,
            "fulfillmentAutoApprove": True,
            "trackInventoryByDefault": True,
            "allowStorefrontTraffic": True,
        }
    )
    #: Channel's slug -> its exceptions from the channel's taxes.
    tax_exceptions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        name = operation_name or ""
        if kind_of(query, name) is Kind.MUTATION:
            self.writes.append(name)
        answer = getattr(self, f"_{name}", None)
        if answer is not None:
            found: dict[str, Any] = answer(variables)
            return found
        return InProcess(self._caller()).execute(query, operation_name, variables)

    def store(self) -> Store:
        return Store(self)

    def hook(self, identifier: str) -> dict[str, Any]:
        (found,) = [hook for hook in self.hooks if hook["identifier"] == identifier]
        return found

    def _caller(self) -> Caller:
        """Taxes can be asked of an app that has webhooks for them."""
        taxes = any("CALCULATE_TAXES" in name for hook in self.hooks for name in _names(hook, "syncEvents"))
        App.objects.filter(identifier=settings.APP_IDENTIFIER).update(is_active=taxes)
        return Caller(permissions=frozenset(self.permissions), app=App.objects.first())

    def _SaleorVersion(self, _variables: Any) -> dict[str, Any]:
        return {"shop": {"version": self.version}}

    def _OurApp(self, _variables: Any) -> dict[str, Any]:
        if self.app is None:
            return {"app": None}
        permissions = [{"code": code} for code in sorted(self.permissions)]
        return {"app": {**self.app, "permissions": permissions, "webhooks": self.hooks}}

    def _AppDeliveries(self, _variables: Any) -> dict[str, Any]:
        nothing: dict[str, Any] = {"edges": []}
        return {"app": {"webhooks": [{"failed": nothing, "pending": nothing, **hook} for hook in self.hooks]}}

    def _ShopSettings(self, _variables: Any) -> dict[str, Any]:
        if "MANAGE_SETTINGS" not in self.permissions:
            raise StoreRefused([StoreError(code="PermissionDenied", message="You need MANAGE_SETTINGS.")])
        return {"shop": self.shop}

    def _TaxExceptions(self, _variables: Any) -> dict[str, Any]:
        return {
            "channels": [
                {"slug": slug, "taxConfiguration": {"countries": countries}}
                for slug, countries in self.tax_exceptions.items()
            ]
        }

    def _ShopSettingsUpdate(self, variables: Any) -> dict[str, Any]:
        self.shop.update(variables["input"])
        return {"shopSettingsUpdate": {"errors": []}}

    def _WebhookCreate(self, variables: Any) -> dict[str, Any]:
        given = variables["input"]
        if any(hook["identifier"] == given["identifier"] for hook in self.hooks):
            error = {"field": "identifier", "message": "Taken.", "code": "UNIQUE"}
            return {"webhookCreate": {"webhook": None, "errors": [error]}}
        self.hooks.append(webhook(f"hook-{len(self.hooks)}", given))
        return {"webhookCreate": {"webhook": {"id": self.hooks[-1]["id"]}, "errors": []}}

    def _WebhookUpdate(self, variables: Any) -> dict[str, Any]:
        (hook,) = [hook for hook in self.hooks if hook["id"] == variables["id"]]
        hook.update(webhook(hook["id"], {"name": hook["name"], **variables["input"]}))
        return {"webhookUpdate": {"webhook": {"id": hook["id"]}, "errors": []}}


def webhook(gid: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return a webhook as Saleor shows it; it writes documents in its own way."""
    return {
        "id": gid,
        "identifier": given.get("identifier"),
        "name": given["name"],
        "targetUrl": given["targetUrl"],
        "isActive": given["isActive"],
        "subscriptionQuery": re.sub(r"\s+", " ", given["query"]),
        "asyncEvents": [{"eventType": name} for name in given.get("asyncEvents", ())],
        "syncEvents": [{"eventType": name} for name in given.get("syncEvents", ())],
    }


def _names(hook: dict[str, Any], kind: str) -> list[str]:
    return [event["eventType"] for event in hook[kind]]


@pytest.fixture
def young(db: None, settings: Any) -> Iterator[YoungSaleor]:
    """A Saleor that has nothing of ours, and a database that belongs to it."""
    settings.SALEOR_API_URL = API_URL
    settings.SALEOR_WEBHOOK_BASE_URL = BASE_URL
    StoreIdentity.objects.update(issuer=API_URL)
    yield YoungSaleor()
