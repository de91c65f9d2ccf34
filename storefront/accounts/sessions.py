"""
Who is signed in as a buyer. Not Django's session: that one is the staff's and the sellers'.

So a code that a shared phone receives opens what was bought with that phone, and never a member's part of the
portal, which her PIN guards; and signing out here ends nothing there.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from jkrlm.kernel import clock
from jkrlm.kernel.ids import new_token
from jkrlm.kernel.secrets import fingerprint
from jkrlm.people.facade import User
from storefront.accounts.cookies import SESSION, forget_session, keep_session
from storefront.accounts.models import BuyerSession
from storefront.accounts.rules import SEEN_EVERY, SESSION_IDLE, SESSION_LIFE

_KNOWN = "shop_buyer"


def signed_in_buyer(request: HttpRequest) -> User | None:
    """Return the buyer of this browser; None for a guest, who costs no query."""
    if not hasattr(request, _KNOWN):
        setattr(request, _KNOWN, _read(request, clock.now()))
    known: User | None = getattr(request, _KNOWN)
    return known


def begin_session(request: HttpRequest, response: HttpResponse, user: User, *, at: datetime) -> None:
    """Sign a buyer in: a new key, so that whoever planted or saw the one before has nothing."""
    _drop(request)
    token = new_token()
    BuyerSession.objects.create(
        key=_key(token), user=user, began_at=at, seen_at=at, expires_at=at + SESSION_IDLE
    )
    keep_session(request, response, token)
    rotate_token(request)
    setattr(request, _KNOWN, user)


def end_session(request: HttpRequest, response: HttpResponse) -> None:
    """Sign out of this browser."""
    _drop(request)
    forget_session(response)
    rotate_token(request)
    setattr(request, _KNOWN, None)


def end_all_sessions(user: User) -> int:
    """Sign a buyer out of every browser; return of how many."""
    ended, _rows = BuyerSession.objects.filter(user=user).delete()
    return ended


def forget_ended_sessions(*, now: datetime) -> int:
    gone, _rows = BuyerSession.objects.filter(expires_at__lte=now).delete()
    return gone


def _read(request: HttpRequest, at: datetime) -> User | None:
    token = request.COOKIES.get(SESSION, "")
    if not token or len(token) > 64:
        return None
    session = (
        BuyerSession.objects.select_related("user")
        .filter(key=_key(token), expires_at__gt=at, user__is_active=True)
        .first()
    )
    if session is None:
        return None
    if at - session.seen_at >= SEEN_EVERY:
        ends_at = min(at + SESSION_IDLE, session.began_at + SESSION_LIFE)
        BuyerSession.objects.filter(pk=session.pk).update(seen_at=at, expires_at=ends_at)
    return session.user


def _drop(request: HttpRequest) -> None:
    token = request.COOKIES.get(SESSION, "")
    if token:
        BuyerSession.objects.filter(key=_key(token)).delete()


def _key(token: str) -> str:
    return fingerprint(f"buyer-session:{token}")
