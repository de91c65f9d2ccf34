"""The installation's handshake: Saleor hands our app its token, in a call that nobody has signed.

So the call proves nothing: the token is tried at the address that our settings name, and kept only when
it opens that store as our own app. What the call says about its sender changes no address of ours.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from commerce.errors import StoreMisconfigured, StoreRefused, StoreUnavailable
from commerce.identity import issuer
from commerce.models import AppToken
from commerce.permissions import APP_PERMISSIONS
from commerce.saleor import keys, tokens
from commerce.saleor.documents import operations
from commerce.saleor.incoming import CallRefused, check_sender, from_saleor, read_body
from commerce.saleor.pacing import Patience
from commerce.saleor.transport import OverHttp
from jkrlm.kernel.clock import now
from jkrlm.kernel.secrets import seal
from jkrlm.people.facade import Limit, TooManyAttempts, audit, count_attempt, network_of

logger = logging.getLogger(__name__)

BODY_BYTES_MAX: Final = 8 * 1024
TOKEN_CHARACTERS_MAX: Final = 1000
#: Each try makes us call Saleor.
TRIES: Final = Limit("saleor-register", 10, timedelta(minutes=10))
#: Saleor gives us 18 s.
PATIENCE: Final = Patience(connect_seconds=2.0, query_seconds=6.0, retries=1)


@dataclass(frozen=True, slots=True)
class KnownApp:
    """Our app as Saleor knows it by the token."""

    id: str
    permissions: frozenset[str]


@from_saleor
def register(request: HttpRequest) -> HttpResponse:
    """Take the token at ``/saleor/register/``."""
    check_sender(request, required=True)
    token = _token(read_body(request, most=BODY_BYTES_MAX))
    at = now()
    try:
        count_attempt(TRIES, subject=network_of(request), now=at)
    except TooManyAttempts as refusal:
        raise CallRefused(refusal.message, code=refusal.code, status=429) from refusal
    app = app_of(token)
    keep(token=token, app=app, at=at)
    return JsonResponse({"success": True})


def app_of(token: str) -> KnownApp:
    """
    Ask the configured store whose token it is.

    Raises:
        CallRefused: 401 nobody's or another app's, 403 not active or with too few permissions, 503 no answer.
    """
    store = OverHttp(url=settings.SALEOR_API_URL, token=lambda: token, patience=PATIENCE)
    try:
        app = store.execute(operations()["AppOfToken"], "AppOfToken", {}).get("app")
    except (StoreRefused, StoreMisconfigured):
        app = None
    except StoreUnavailable as fault:
        raise CallRefused(
            "The store cannot be asked whose token this is. Install the app again in a minute.",
            code="STORE_UNAVAILABLE",
            status=503,
        ) from fault
    if not app:
        raise CallRefused("The store does not know this token.", code="WRONG_TOKEN", status=401)
    if app.get("identifier") != settings.APP_IDENTIFIER:
        raise CallRefused("The token belongs to another app.", code="WRONG_APP", status=401)
    known = KnownApp(
        id=str(app["id"]), permissions=frozenset(entry["code"] for entry in app.get("permissions") or ())
    )
    missing = sorted(APP_PERMISSIONS - known.permissions)
    if missing or app.get("isActive") is False:
        raise CallRefused(
            f"Install the app active and with all its permissions; missing: {', '.join(missing) or 'none'}.",
            code="PERMISSIONS",
            status=403,
        )
    return known


def keep(*, token: str, app: KnownApp, at: datetime) -> None:
    """Keep the token, sealed, in the place of the one before; and Saleor's keys, before the first webhook."""
    with transaction.atomic():
        before = AppToken.objects.select_for_update().first()
        AppToken.objects.update_or_create(
            only=True,
            defaults={"issuer": issuer(), "app_id": app.id, "sealed": seal(token), "kept_at": at},
        )
        audit(
            actor=None,
            verb="saleor.app_token_kept",
            target=issuer()[:200],
            before={"app": before.app_id} if before else {},
            after={"app": app.id},
        )
    tokens.forget_held()
    logger.info("our app is %s in %s; its token is kept", app.id, issuer())
    if settings.SALEOR_APP_TOKEN:
        logger.warning("SALEOR_APP_TOKEN is set and goes before the token just kept; unset it to use that")
    try:
        keys.refresh(at=at)
    except StoreUnavailable as fault:
        logger.warning("the signing keys of %s could not be had yet: %s", issuer(), fault)


def _token(body: bytes) -> str:
    """Return what Saleor sends as ``auth_token``; raises CallRefused."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    token = said.get("auth_token") if isinstance(said, dict) else None
    if (
        not isinstance(token, str)
        or not 0 < len(token) <= TOKEN_CHARACTERS_MAX
        or not token.isascii()
        or not token.isprintable()
    ):
        raise CallRefused("The body must be JSON with auth_token.", code="NO_TOKEN", status=400)
    return token
