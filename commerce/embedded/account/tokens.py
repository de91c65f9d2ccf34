"""What a user's tokens say, and whom a token names."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from commerce.embedded.account.jwt import decode, encode
from commerce.embedded.account.models import Group, User
from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.engine.errors import BadToken, Refusal
from commerce.embedded.engine.ids import pk_of
from jkrlm.kernel.ids import global_id

ACCESS: Final = "access"
REFRESH: Final = "refresh"
EMAIL_CHANGE: Final = "confirm-email-change"
#: Audiences that a client asked for carry it, as in Saleor; no other audience is ever ours.
CUSTOM: Final = "custom:"
EMAIL_CHANGE_LIFE: Final = timedelta(hours=1)
_ENDED: Final = "Invalid token. Create new one by using tokenCreate mutation."

#: The code of a BadToken -> the contract's.
_CODES: Final = {
    "ExpiredSignatureError": "JWT_SIGNATURE_EXPIRED",
    "DecodeError": "JWT_DECODE_ERROR",
    "InvalidSignatureError": "JWT_DECODE_ERROR",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What signing in gives."""

    token: str
    refresh_token: str
    csrf_token: str


def issuer() -> str:
    """Return the store's name in its tokens: the address at which clients ask it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/graphql/"


def new_tokens(user: User, *, now: datetime, audience: str | None = None) -> Tokens:
    """Return an access token, a refresh token, and the csrf token that the latter holds."""
    extra = {"aud": CUSTOM + audience} if audience else {}
    csrf = secrets.token_urlsafe(48)
    return Tokens(
        token=access_token(user, now=now, **extra),
        refresh_token=_token(user, REFRESH, settings.STORE_REFRESH_TOKEN_LIFE, now, csrfToken=csrf, **extra),
        csrf_token=csrf,
    )


def access_token(user: User, *, now: datetime, **extra: Any) -> str:
    return _token(user, ACCESS, settings.STORE_ACCESS_TOKEN_LIFE, now, **extra)


def email_change_token(user: User, *, new_email: str, now: datetime) -> str:
    return _token(user, EMAIL_CHANGE, EMAIL_CHANGE_LIFE, now, old_email=user.email, new_email=new_email)


def _token(user: User, kind: str, life: timedelta, now: datetime, **extra: Any) -> str:
    begun = int(now.timestamp())
    return encode(
        {
            "iat": begun,
            "owner": "saleor",
            "iss": issuer(),
            "exp": begun + int(life.total_seconds()),
            "token": user.jwt_token_key,
            "email": user.email,
            "type": kind,
            "user_id": global_id("User", user.pk),
            "is_staff": user.is_staff,
            **extra,
        }
    )


def read(token: str, *, now: datetime) -> dict[str, Any]:
    """
    Return what a token of ours says, of whichever kind.

    Raises:
        BadToken: it is not one, or has ended.
    """
    payload = decode(token, issuer=issuer(), now=now)
    audience = payload.get("aud")
    if audience is not None and not (isinstance(audience, str) and audience.startswith(CUSTOM)):
        raise BadToken("Invalid audience", "InvalidAudienceError")
    return payload


def read_or_refused(token: str, *, field: str, now: datetime) -> dict[str, Any]:
    """
    Raises:
        Refusal: JWT_SIGNATURE_EXPIRED, JWT_DECODE_ERROR, JWT_INVALID_TOKEN.
    """
    try:
        return read(token, now=now)
    except BadToken as fault:
        code = _CODES.get(fault.code, "JWT_INVALID_TOKEN")
        message = {
            "JWT_SIGNATURE_EXPIRED": "Signature has expired",
            "JWT_DECODE_ERROR": "Error decoding signature",
        }.get(code, "Invalid token")
        raise Refusal(message, code=code, field=field) from None


def user_of(payload: dict[str, Any]) -> User | None:
    """Return the active user whom a token names, unless all his tokens were ended since. One query."""
    key = payload.get("token")
    if not isinstance(key, str) or len(key) != 12:
        return None
    pk = pk_of(payload.get("user_id"), "User")
    user = User.objects.filter(pk=pk, is_active=True).first()
    return (
        user
        if user is not None and secrets.compare_digest(user.jwt_token_key.encode(), key.encode())
        else None
    )


def bearer(token: str, *, now: datetime) -> tuple[User, frozenset[str]]:
    """
    Return the user of an access token, and what he may do by it. Three queries, two for who is no staff.

    Raises:
        BadToken: it is not one, of another kind, or has ended.
    """
    payload = read(token, now=now)
    user = user_of(payload) if payload.get("type") == ACCESS else None
    if user is None:
        raise BadToken(_ENDED, "InvalidTokenError")
    held = permissions_of(user)
    allowed = payload.get("permissions")
    if isinstance(allowed, list):
        held &= frozenset(str(each) for each in allowed)
    return user, held


def permissions_of(user: User) -> frozenset[str]:
    """Return what the user's groups may; nothing for who does not work here. One query."""
    if not user.is_staff or not user.is_active or user.pk is None:
        return frozenset()
    lists = Group.objects.filter(users=user.pk).values_list("permissions", flat=True)
    return frozenset(code for codes in lists for code in codes if code in PERMISSIONS)


def note_login(user: User, *, now: datetime) -> None:
    """Note when he came, at most once in quarter of an hour; his own changes are another matter."""
    if user.last_login is None or now - user.last_login > timedelta(minutes=15):
        user.last_login = now
        User.objects.filter(pk=user.pk).update(last_login=now)
