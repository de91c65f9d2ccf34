"""What our app asks of Saleor when it is installed; rules: saleor/app/manifest_validations.py of 3.23."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commerce.answers import answerer_of
from commerce.identity import on_saleor
from commerce.permissions import APP_PERMISSIONS
from commerce.subscriptions import documents, synchronous
from jkrlm.kernel import outbox
from jkrlm.kernel.version import VERSION

REQUIRED_SALEOR: Final = ">=3.23"
NAME: Final = "Umeed"
AUTHOR: Final = "Jammu & Kashmir Rural Livelihoods Mission"
ABOUT: Final = (
    "The rooms around the store of the Umeed brand: makers, delivery from every district, GST by seller "
    "of record, payment by card and in cash, search."
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One webhook of ours; ``identifier`` is stable, unique in the app, and the last part of its address."""

    event: str
    target_url: str
    query: str
    is_synchronous: bool

    @property
    def identifier(self) -> str:
        return self.event.lower()

    @property
    def name(self) -> str:
        return f"{NAME} {self.event.lower().replace('_', ' ')}"


def subscriptions() -> tuple[Subscription, ...]:
    """Return the webhooks that something here answers or reacts to, each with its own address."""
    return tuple(
        Subscription(
            event=event,
            target_url=_address(reverse("saleor-webhook", kwargs={"event": event.lower()})),
            query=query,
            is_synchronous=event in synchronous(),
        )
        for event, query in sorted(documents().items())
        if outbox.is_heard(event) or (event in synchronous() and answerer_of(event) is not None)
    )


def document() -> dict[str, Any]:
    """Return the manifest."""
    return {
        "id": settings.APP_IDENTIFIER,
        "name": NAME,
        "version": VERSION,
        "about": ABOUT,
        "author": AUTHOR,
        "requiredSaleorVersion": REQUIRED_SALEOR,
        "permissions": sorted(APP_PERMISSIONS),
        "appUrl": f"{settings.PUBLIC_URL.rstrip('/')}/staff/",
        "tokenTargetUrl": _address(reverse("saleor-register")),
        "extensions": [],
        "webhooks": [
            {
                "name": hook.name,
                "identifier": hook.identifier,
                "targetUrl": hook.target_url,
                "query": hook.query,
                "syncEvents" if hook.is_synchronous else "asyncEvents": [hook.event],
                "isActive": True,
            }
            for hook in subscriptions()
        ],
    }


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Serve the manifest; there is none without a Saleor."""
    if not on_saleor():
        raise Http404
    return JsonResponse(document())


def _address(path: str) -> str:
    base: str = settings.SALEOR_WEBHOOK_BASE_URL or settings.PUBLIC_URL
    return base.rstrip("/") + path
