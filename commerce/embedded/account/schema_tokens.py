"""Signing in to the store, and passwords."""

import secrets
from typing import Any

from django.conf import settings

from commerce.embedded.account import tokens
from commerce.embedded.account.models import User, new_token_key
from commerce.embedded.account.passwords import sign_in
from commerce.embedded.account.services.change_password import (
    change_password,
    request_password_reset,
    set_new_password,
)
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.resolvers import Info, mutation
from jkrlm.kernel.clock import now

USER = "AUTHENTICATED_USER"
_AUDIENCE_MAX = 200


@mutation("tokenCreate", errors="AccountError")
def token_create(info: Info, email: str, password: str, audience: str | None = None) -> dict[str, Any]:
    if audience and (len(audience) > _AUDIENCE_MAX or not audience.isprintable()):
        raise Refusal("The audience is too long.", code="INVALID", field="audience")
    moment = now()
    user = sign_in(email=email, password=password, network=info.context.network, now=moment)
    return _signed_in(user, audience)


def _signed_in(user: User, audience: str | None = None) -> dict[str, Any]:
    if (
        not user.is_confirmed
        and settings.STORE_CONFIRM_ACCOUNTS
        and not settings.STORE_LOGIN_WITHOUT_CONFIRMATION
    ):
        message = "Account needs to be confirmed via email."
        raise Refusal(message, code="ACCOUNT_NOT_CONFIRMED", field="email")
    if not user.is_active:
        raise Refusal("Account inactive.", code="INACTIVE", field="email")
    moment = now()
    given = tokens.new_tokens(user, now=moment, audience=audience)
    tokens.note_login(user, now=moment)
    return {
        "token": given.token,
        "refresh_token": given.refresh_token,
        "csrf_token": given.csrf_token,
        "user": user,
    }


@mutation("tokenRefresh", errors="AccountError")
def token_refresh(
    info: Info, refresh_token: str | None = None, csrf_token: str | None = None
) -> dict[str, Any]:
    """The store takes no cookies: the token comes in the request; a csrf token that comes, too, must fit."""
    if not refresh_token:
        raise Refusal("Missing refreshToken", code="JWT_MISSING_TOKEN", field="refreshToken")
    moment = now()
    payload = tokens.read_or_refused(refresh_token, field="refreshToken", now=moment)
    if payload.get("type") != tokens.REFRESH:
        raise Refusal("Incorrect refreshToken", code="JWT_INVALID_TOKEN", field="refreshToken")
    if csrf_token is not None and not _same(csrf_token, payload.get("csrfToken")):
        raise Refusal("Invalid csrf token", code="JWT_INVALID_CSRF_TOKEN", field="csrfToken")
    user = _user_or_refused(payload, field="refreshToken")
    extra = {"aud": payload["aud"]} if payload.get("aud") else {}
    tokens.note_login(user, now=moment)
    return {"user": user, "token": tokens.access_token(user, now=moment, **extra)}


def _same(given: str, held: object) -> bool:
    return isinstance(held, str) and secrets.compare_digest(given.encode(), held.encode())


@mutation("tokenVerify", errors="AccountError", on_error={"is_valid": False})
def token_verify(info: Info, token: str) -> dict[str, Any]:
    payload = tokens.read_or_refused(token, field="token", now=now())
    return {"user": _user_or_refused(payload, field="token"), "is_valid": True, "payload": payload}


def _user_or_refused(payload: dict[str, Any], *, field: str) -> User:
    user = tokens.user_of(payload)
    if user is None:
        raise Refusal("Invalid token", code="JWT_INVALID_TOKEN", field=field)
    return user


@mutation("tokensDeactivateAll", errors="AccountError", permission=USER)
def tokens_deactivate_all(info: Info) -> dict[str, Any]:
    User.objects.filter(pk=info.context.user.pk).update(jwt_token_key=new_token_key(), updated_at=now())
    return {}


@mutation("passwordChange", errors="AccountError", permission=USER)
def password_change(info: Info, new_password: str, old_password: str | None = None) -> dict[str, Any]:
    changed = change_password(user=info.context.user, old=old_password, new=new_password, now=now())
    return {"user": changed}


@mutation("requestPasswordReset", errors="AccountError")
def password_reset(info: Info, email: str, redirect_url: str, channel: str | None = None) -> dict[str, Any]:
    request_password_reset(
        email=email, url=redirect_url, channel_slug=channel, network=info.context.network, now=now()
    )
    return {}


@mutation("setPassword", errors="AccountError")
def password_set(info: Info, email: str, password: str, token: str) -> dict[str, Any]:
    return _signed_in(set_new_password(email=email, token=token, password=password, now=now()))
