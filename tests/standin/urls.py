from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from tests.standin.app import WEBHOOKS, graphql, install
from tests.standin.control import control
from tests.standin.postman import POSTMAN, WAYS
from tests.standin.signing import SIGNER


def jwks(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"keys": [SIGNER.jwk()]})


def move_in(manifest_url: str, api_url: str) -> None:
    """Install our app, which knows this Saleor by the address given: perhaps a proxy's."""
    settings.STANDIN_API_URL = api_url
    install(manifest_url)


def switch(event: str, on: bool) -> None:
    """Switch a webhook off or on, as staff may in the dashboard."""
    WEBHOOKS[event].is_active = on


def middleman(event: str, way: str) -> None:
    assert way in WAYS, way
    POSTMAN.ways[event] = way


def honest() -> None:
    """The middleman passes everything on, and every webhook is switched on."""
    POSTMAN.ways.clear()
    for hook in WEBHOOKS.values():
        hook.is_active = True


def release(backwards: bool = False, late_seconds: float = 0) -> int:
    return POSTMAN.release(backwards=backwards, late_seconds=late_seconds)


def waiting() -> dict[str, int]:
    """Return how many events are not handed to the postman yet, on their way, and held."""
    unsent = OutboxDelivery.objects.filter(state=DeliveryState.PENDING).count()
    return {"unsent": unsent, **POSTMAN.waiting()}


def log() -> dict[str, Any]:
    return dict(POSTMAN.log)


CALLS = {
    "move_in": move_in,
    "switch": switch,
    "middleman": middleman,
    "honest": honest,
    "release": release,
    "waiting": waiting,
    "log": log,
    "rotate_key": SIGNER.rotate,
}

urlpatterns = [
    path("graphql/", graphql),
    path(".well-known/jwks.json", jwks),
    path("control/", control(CALLS)),
    path("", include("media.urls")),
]
