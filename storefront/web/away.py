"""The store is away: a page that says so, and keeps what was typed."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.utils.translation import gettext as _

from commerce.facade import StoreUnavailable

logger = logging.getLogger(__name__)

#: Said in Retry-After where the store did not say itself.
RETRY_SECONDS: Final = 10
RETRY_SECONDS_MAX: Final = 120
#: More than this is not written into the page again; the browser's Back has it.
KEPT_CHARACTERS_MAX: Final = 100_000
#: Parts of the names of fields that are never written into a page.
SECRET: Final = (
    "password",
    "passcode",
    "card",
    "cvv",
    "cvc",
    "pin_code",
    "otp",
    "token",
    "secret",
    "account",
)
_CSRF: Final = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person sent, to be sent again by one button; ``fields`` in order, repeated ones repeated."""

    action: str
    fields: tuple[tuple[str, str], ...]


class StoreAway:
    """Middleware: a StoreUnavailable that reaches the edge is answered with 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return store_away(request, exception) if isinstance(exception, StoreUnavailable) else None


def store_away(request: HttpRequest, absence: StoreUnavailable) -> HttpResponse:
    """Return 503: a page in the reader's language, a note for a part of one, plain words for machines."""
    logger.warning("503 for %s: %s", request.path, absence.message)
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        note = {"refusal": f"{_('The shop does not answer just now.')} {_sentence(request, absence, None)}"}
        response = HttpResponse(loader.render_to_string("storefront/bag/refused.html", note), status=503)
    elif "text/html" in request.headers.get("Accept", "text/html"):
        response = HttpResponse(_page(request, absence), status=503)
    else:
        response = HttpResponse("the store does not answer\n", status=503, content_type="text/plain")
    wait = math.ceil(absence.retry_in_seconds or RETRY_SECONDS)
    response["Retry-After"] = str(min(max(wait, 1), RETRY_SECONDS_MAX))
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, absence: StoreUnavailable) -> str:
    kept = _kept(request)
    context = {
        "title": _("The shop does not answer just now"),
        "sentence": _sentence(request, absence, kept),
        "status": 503,
        "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
        "kept": kept,
        "csrf_token": get_token(request) if kept else None,
        "shop_demo": settings.DEMO,
    }
    return loader.render_to_string("storefront/errors/store_away.html", context)


def _sentence(request: HttpRequest, absence: StoreUnavailable, kept: Kept | None) -> str:
    if request.method in ("GET", "HEAD"):
        return _("Nothing is lost: your bag and your orders are kept. Please try again in a moment.")
    if absence.sent:
        return _(
            "What you sent may have arrived, or may not."
            " Look at your bag or your order before you send it again."
        )
    if kept:
        return _("Nothing is lost: what you typed is kept here. Please send it again in a moment.")
    return _("Nothing is lost. Go back and send it again in a moment.")


def _kept(request: HttpRequest) -> Kept | None:
    """Return what was posted; None where it holds files or secrets, or too much to write into a page."""
    if request.method != "POST" or request.FILES:
        return None
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != _CSRF and isinstance(value, str)
    )
    too_long = sum(len(name) + len(value) for name, value in fields) > KEPT_CHARACTERS_MAX
    if too_long or any(part in name.lower() for name, _value in fields for part in SECRET):
        return None
    return Kept(request.get_full_path(), fields)
