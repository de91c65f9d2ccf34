"""Apps made by hand: their names, rights and tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from commerce.embedded.account.models import App, AppToken
from commerce.embedded.account.services.apps import create_app_token
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal

#: Whoever may manage apps could otherwise hand that on, and nobody could take it back.
_NEVER: Final = "MANAGE_APPS"
_NAME_MAX: Final = 60


def checked_permissions(wanted: Sequence[str], caller: Caller) -> list[str]:
    """
    Return the rights that the caller may give to an app.

    Raises:
        Refusal: OUT_OF_SCOPE_PERMISSION.
    """
    if _NEVER in wanted:
        raise Refusal(
            f"{_NEVER} permission cannot be granted to an app.",
            code="OUT_OF_SCOPE_PERMISSION",
            field="permissions",
            permissions=[_NEVER],
        )
    missing = [name for name in wanted if not caller.has(name)]
    if missing:
        raise Refusal(
            "You can't add permission that you don't have.",
            code="OUT_OF_SCOPE_PERMISSION",
            field="permissions",
            permissions=missing,
        )
    return sorted(set(wanted))


def refuse_foreign(app: App, caller: Caller) -> None:
    """
    Raises:
        Refusal: OUT_OF_SCOPE_APP for the rooms' own app, and for one that may do more than the caller.
    """
    own = app.identifier == settings.APP_IDENTIFIER
    if own or not all(caller.has(name) for name in app.permissions):
        message = "The store's own app is not changed here." if own else "You can't manage this app."
        raise Refusal(message, code="OUT_OF_SCOPE_APP", field="id")


def _name(given: Mapping[str, Any]) -> str | None:
    name = given.get("name")
    if name is None:
        return None
    name = name.strip()
    if not name:
        raise Refusal("Name cannot be empty.", code="REQUIRED", field="name")
    if len(name) > _NAME_MAX:
        raise Refusal(f"Name is longer than {_NAME_MAX} characters.", code="INVALID", field="name")
    return str(name)


def create_local_app(*, given: Mapping[str, Any], caller: Caller, now: datetime) -> tuple[App, str]:
    """
    Return the app and its first token, which is shown this once.

    Raises:
        Refusal: REQUIRED without a name, UNIQUE for an identifier that is taken, OUT_OF_SCOPE_PERMISSION.
    """
    name = _name(given)
    if name is None:
        raise Refusal("This field is required.", code="REQUIRED", field="name")
    permissions = checked_permissions(given.get("permissions") or (), caller)
    try:
        with transaction.atomic():
            app = App.objects.create(
                identifier=(given.get("identifier") or "")[:256],
                name=name,
                permissions=permissions,
                created_at=now,
            )
            if not app.identifier:
                # Saleor leaves it empty; here it is a key, so that a gateway can be named by it.
                app.identifier = f"local.{app.pk}"
                app.save(update_fields=["identifier"])
            return app, create_app_token(app=app, now=now)
    except IntegrityError:
        raise Refusal("App with this identifier already exists.", code="UNIQUE", field="identifier") from None


def update_app(*, app: App, given: Mapping[str, Any], caller: Caller) -> App:
    """
    Raises:
        Refusal: as when it is made, and OUT_OF_SCOPE_APP.
    """
    refuse_foreign(app, caller)
    name = _name(given)
    if given.get("permissions") is not None:
        app.permissions = checked_permissions(given["permissions"], caller)
    app.name = name or app.name
    app.save(update_fields=["name", "permissions"])
    return app


def set_active(*, app: App, active: bool, caller: Caller) -> App:
    """
    Let an app in, or keep it out; its tokens stay, and are refused meanwhile.

    Raises:
        Refusal: OUT_OF_SCOPE_APP.
    """
    refuse_foreign(app, caller)
    app.is_active = active
    app.save(update_fields=["is_active"])
    return app


def delete_app(*, app: App, caller: Caller) -> App:
    """
    Remove an app with its tokens and webhooks; what it wrote into diaries stays under its identifier.

    Raises:
        Refusal: OUT_OF_SCOPE_APP.
    """
    refuse_foreign(app, caller)
    pk = app.pk
    app.delete()
    app.pk = pk
    return app


def delete_token(*, token: AppToken, caller: Caller) -> AppToken:
    """
    Raises:
        Refusal: OUT_OF_SCOPE_APP.
    """
    refuse_foreign(token.app, caller)
    pk = token.pk
    token.delete()
    token.pk = pk
    return token
