"""
Ways in without a password. The demo's is named by the settings of the demo and the tests alone; elsewhere its
sessions are void.
"""

from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

DEMO_BACKEND: Final = "jkrlm.people.backends.DemoBackend"
PHONE_BACKEND: Final = "jkrlm.people.backends.PhoneBackend"


class DemoBackend(ModelBackend):
    """Knows people again who came by the demo's button; authenticates nobody."""

    def authenticate(self, _request: HttpRequest | None, *_args: object, **_credentials: object) -> None:  # type: ignore[override]
        return None


class PhoneBackend(ModelBackend):
    """Knows people again whose phone gave its code; authenticates nobody by name and password."""

    def authenticate(self, _request: HttpRequest | None, *_args: object, **_credentials: object) -> None:  # type: ignore[override]
        return None
