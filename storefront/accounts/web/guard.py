"""Who may open a page of an account, where one goes afterwards, and how a refused form is answered."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import TooManyAttempts
from storefront.accounts.sessions import signed_in_buyer

View = Callable[..., HttpResponse]


def for_buyers(view: View) -> View:
    """Let only a signed-in buyer in, as the view's second argument; a guest signs in first and comes back."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        buyer = signed_in_buyer(request)
        if buyer is None:
            safe = request.method in ("GET", "HEAD")
            return to_sign_in(request.get_full_path() if safe else reverse("storefront:account"))
        return private(view(request, buyer, *args, **kwargs))

    return guarded


def to_sign_in(goes_on: str) -> HttpResponse:
    return see_other(f"{reverse('storefront:account-sign-in')}?next={quote(goes_on)}")


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def see_other(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


def safe_next(wanted: str) -> str:
    """Return a path of this site; the account's own page for anything else, and for other doors' rooms."""
    mine = reverse("storefront:account")
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return mine
    return mine if bare(wanted).startswith(("/sell/", "/staff/", "/demo/", "/graphql")) else wanted


def bare(path: str) -> str:
    """Return a path without its language."""
    first, _slash, rest = path.lstrip("/").partition("/")
    others = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return f"/{rest}" if first in others else path


def in_language(path: str, code: str) -> str:
    """Return the same page in a language."""
    return bare(path) if code == settings.LANGUAGE_CODE else f"/{code}{bare(path)}"


def page_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def add_refusal(form: Form, refusal: DomainError) -> None:
    """Put a refusal beside its field, or above the form; with the seconds to wait where there are some."""
    tell(form, refusal)
    if isinstance(refusal, TooManyAttempts):
        form.wait_seconds = refusal.params["seconds"]  # type: ignore[attr-defined]


def with_status(response: HttpResponse, form: Form) -> HttpResponse:
    """Give a page with a refused form its status: 429 with Retry-After for too many tries, else 422."""
    wait = getattr(form, "wait_seconds", None)
    if wait is not None:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(wait)
    elif form.errors:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response
