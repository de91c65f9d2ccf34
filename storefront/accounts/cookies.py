"""What a buyer's browser keeps: the key of its session, which code it asked for, a guest's wishes."""

from dataclasses import asdict, dataclass
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from storefront.accounts.rules import ASKING_SECONDS, SESSION_LIFE, WISHES_OF_GUEST_MAX

SESSION: Final = "account"
ASKED: Final = "account-code"
WISHES: Final = "wishes"
_ASKED_SALT: Final = "storefront.accounts.asked"
_WISHES_SALT: Final = "storefront.accounts.wishes"
_WISHES_SECONDS: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that this browser waits for: its row, where it went, and what it is for."""

    code_id: int
    kind: str
    value: str
    purpose: str
    goes_on: str


def keep_session(request: HttpRequest, response: HttpResponse, token: str) -> None:
    response.set_cookie(
        SESSION,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_session(response: HttpResponse) -> None:
    response.delete_cookie(SESSION, samesite="Lax")


def keep_asked(request: HttpRequest, response: HttpResponse, asked: Asked) -> None:
    response.set_cookie(
        ASKED,
        signing.dumps(asdict(asked), salt=_ASKED_SALT),
        max_age=ASKING_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def read_asked(request: HttpRequest) -> Asked | None:
    """Return what this browser asked for; None where the cookie is old, or was not signed by us."""
    try:
        kept = signing.loads(request.COOKIES.get(ASKED, ""), salt=_ASKED_SALT, max_age=ASKING_SECONDS)
        return Asked(**kept)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def forget_asked(response: HttpResponse) -> None:
    response.delete_cookie(ASKED, samesite="Lax")


def keep_wishes(request: HttpRequest, response: HttpResponse, product_ids: list[str]) -> None:
    """Keep a guest's wishes, newest first; the oldest go where there are too many."""
    response.set_cookie(
        WISHES,
        signing.dumps(product_ids[:WISHES_OF_GUEST_MAX], salt=_WISHES_SALT, compress=True),
        max_age=_WISHES_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def read_wishes(request: HttpRequest) -> list[str]:
    try:
        kept = signing.loads(request.COOKIES.get(WISHES, ""), salt=_WISHES_SALT, max_age=_WISHES_SECONDS)
    except (signing.BadSignature, ValueError):
        return []
    return [str(each) for each in kept] if isinstance(kept, list) else []


def forget_wishes(response: HttpResponse) -> None:
    response.delete_cookie(WISHES, samesite="Lax")
