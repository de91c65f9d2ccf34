"""What every call from Saleor passes first: a size, a sender who names himself, and a refusal in words."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commerce.identity import issuer, on_saleor
from commerce.saleor.keys import KeysUnavailable
from commerce.saleor.signatures import BadSignature
from jkrlm.kernel.errors import DomainError

logger = logging.getLogger(__name__)

#: Saleor repeats a call only where the connection failed or the status is 500 and more.
_STATUS: Final[dict[type[DomainError], int]] = {BadSignature: 401, KeysUnavailable: 503}

View = Callable[..., HttpResponse]


class CallRefused(DomainError):
    """A call is refused and nothing has been written; ``status`` is the answer's."""

    def __init__(self, message: str, *, code: str, status: int) -> None:
        super().__init__(message, code=code)
        self.status = status


def from_saleor(view: View) -> View:
    """Make a view of a function that takes a POST of Saleor's; its refusals become JSON with a sentence."""

    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not on_saleor():
            raise Http404
        try:
            return view(request, **arguments)
        except (CallRefused, BadSignature, KeysUnavailable) as refusal:
            status = refusal.status if isinstance(refusal, CallRefused) else _STATUS[type(refusal)]
            logger.warning("%s refused (%d %s): %s", request.path, status, refusal.code, refusal.message)
            # Saleor shows error.message to the person who installs the app.
            said = {"error": {"code": refusal.code, "message": refusal.message}}
            return JsonResponse(said, status=status)

    return csrf_exempt(require_POST(answered))


def read_body(request: HttpRequest, *, most: int) -> bytes:
    """
    Return the body as it came, reading a byte more than is allowed at most, whatever Content-Length says.

    Raises:
        CallRefused: 413 too large, 400 cut on the way.
    """
    length = request.headers.get("Content-Length") or "0"
    if length.isascii() and length.isdigit() and int(length[:12]) > most:
        raise _too_large(most)
    try:
        body: bytes = request.read(most + 1)
    except OSError as fault:
        raise CallRefused("The body did not arrive whole.", code="INCOMPLETE", status=400) from fault
    if len(body) > most:
        raise _too_large(most)
    return body


def _too_large(most: int) -> CallRefused:
    return CallRefused(f"The body is larger than {most} bytes.", code="TOO_LARGE", status=413)


def check_sender(request: HttpRequest, *, required: bool) -> None:
    """
    Refuse a call that names another store than ours. No proof: the header is not signed.

    Raises:
        CallRefused: 401.
    """
    named = request.headers.get("Saleor-Api-Url", "")
    if not named and not required:
        return
    ours = {_plain(url) for url in (issuer(), settings.SALEOR_PUBLIC_API_URL) if url}
    if _plain(named) not in ours:
        raise CallRefused(
            f"This shop belongs to another store than {named[:200] or '(Saleor-Api-Url is missing)'}.",
            code="WRONG_STORE",
            status=401,
        )


def _plain(url: str) -> tuple[str, str, str]:
    """Return what of an address counts: scheme, host with port, path without a closing slash."""
    parts = urlsplit(url.strip())
    return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")
