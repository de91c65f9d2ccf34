"""Apps and their tokens."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from commerce.embedded.account.models import App, AppToken
from jkrlm.kernel.statements import Statement


def _hash(token: str) -> str:
    """
    Return SHA-256 of the token.

    A fast hash is enough: the token is 240 random bits, not a password that could be guessed.
    """
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_app(*, identifier: str, name: str, permissions: Sequence[str], now: datetime) -> App:
    """Return the app with this identifier, made or brought up to date (idempotent)."""
    app, _ = App.objects.update_or_create(
        identifier=identifier,
        defaults={"name": name, "permissions": list(permissions), "is_active": True},
        create_defaults={"name": name, "permissions": list(permissions), "created_at": now},
    )
    return app


def create_app_token(*, app: App, now: datetime, name: str = "") -> str:
    """Return a new token of 240 random bits. It is shown this once; the store keeps its hash."""
    token = secrets.token_urlsafe(30)
    AppToken.objects.create(app=app, name=name, token_hash=_hash(token), last_4=token[-4:], created_at=now)
    return token


_ACTIVE: Final = Statement("SELECT identifier FROM store_account_app WHERE is_active ORDER BY id")


def active_apps() -> list[str]:
    """Return the identifiers of the apps that may be asked, in the order in which they came; one query."""
    return [identifier for (identifier,) in _ACTIVE.rows()]


def app_by_token(token: str) -> App | None:
    """
    Return the active app that holds this token.

    The search goes by the hash, so how long it takes says nothing about the token itself;
    the comparison is constant-time all the same.
    """
    if not token or len(token) > 200:
        return None
    wanted = _hash(token)
    row = AppToken.objects.select_related("app").filter(token_hash=wanted, app__is_active=True).first()
    if row is None or not hmac.compare_digest(row.token_hash, wanted):
        return None
    return row.app
