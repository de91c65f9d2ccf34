"""People of the store, and how they ask it."""

from typing import Any

from commerce.embedded.account.models import User
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import Result, run
from commerce.facade import app_store
from commerce.permissions import APP_PERMISSIONS
from jkrlm.kernel.ids import global_id

HOME = {
    "firstName": "Aarif",
    "lastName": "Wani",
    "streetAddress1": "12 Residency Road",
    "city": "Srinagar",
    "countryArea": "Jammu and Kashmir",
    "postalCode": "190001",
    "country": "IN",
    "phone": "+911942452690",
}


class _App:
    pk = 1
    identifier = "umeed.payments"


APP = Caller(permissions=APP_PERMISSIONS, app=_App())


def person(email: str, **given: Any) -> User:
    """Return a user of the store; confirmed and active unless told otherwise."""
    return User.objects.create(email=email, **{"is_confirmed": True, **given})


def gid(user: User) -> str:
    return global_id("User", user.pk)


def as_user(user: User, *permissions: str) -> Caller:
    return Caller(permissions=frozenset(permissions), user=user)


def ask(caller: Caller, text: str, **variables: Any) -> Result:
    return run(text, caller=caller, variables=variables)


def data(caller: Caller, text: str, **variables: Any) -> dict[str, Any]:
    """Return the data of a document that runs without an error."""
    result = ask(caller, text, **variables)
    assert result.errors == [], result.errors
    return result.data or {}


def payload(caller: Caller, text: str, **variables: Any) -> dict[str, Any]:
    """Return the one mutation's payload."""
    (found,) = data(caller, text, **variables).values()
    return dict(found)


def codes(found: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(error["field"], error["code"]) for error in found["errors"]]


def denied(caller: Caller, text: str, **variables: Any) -> str:
    """Return the words with which the store refuses the caller."""
    result = ask(caller, text, **variables)
    (error,) = result.errors
    assert error["extensions"]["exception"]["code"] == "PermissionDenied", error
    return str(error["message"])


__all__ = [
    "APP",
    "HOME",
    "PUBLIC",
    "app_store",
    "as_user",
    "ask",
    "codes",
    "data",
    "denied",
    "gid",
    "payload",
    "person",
]
