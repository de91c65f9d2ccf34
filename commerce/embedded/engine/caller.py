"""Who asks: the public, a customer or member of staff, or an app."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from commerce.embedded.engine.errors import BadToken, PermissionDenied

AUTHENTICATED_APP = "AUTHENTICATED_APP"
AUTHENTICATED_STAFF_USER = "AUTHENTICATED_STAFF_USER"
AUTHENTICATED_USER = "AUTHENTICATED_USER"


@dataclass(frozen=True)
class Caller:
    """The context of every execution (``info.context``)."""

    permissions: frozenset[str] = frozenset()
    app: Any = None
    user: Any = None
    base_url: str = ""
    network: str = ""

    def has(self, *permissions: str) -> bool:
        """Return whether any of the permissions is held."""
        for permission in permissions:
            if permission == AUTHENTICATED_APP and self.app is not None:
                return True
            if permission == AUTHENTICATED_USER and self.user is not None:
                return True
            if permission == AUTHENTICATED_STAFF_USER and getattr(self.user, "is_staff", False):
                return True
            if permission in self.permissions:
                return True
        return False

    def require(self, *permissions: str) -> None:
        """Raise PermissionDenied unless any of the permissions is held."""
        if not self.has(*permissions):
            raise PermissionDenied(list(permissions))


class Rejected(Caller):
    """Whose token is not good. What needs nobody is answered; whatever looks at the caller is refused."""

    def __init__(self, fault: BadToken, *, base_url: str = "", network: str = "") -> None:
        for name, value in (("fault", fault), ("app", None), ("base_url", base_url), ("network", network)):
            object.__setattr__(self, name, value)

    @property
    def user(self) -> Any:  # type: ignore[override]
        raise self.__dict__["fault"]

    @property
    def permissions(self) -> Any:  # type: ignore[override]
        raise self.__dict__["fault"]

    def has(self, *_permissions: str) -> bool:
        raise self.__dict__["fault"]


PUBLIC = Caller()

_acting: ContextVar[Caller | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(caller: Caller) -> Iterator[None]:
    """While a mutation runs, whoever asked for it is known to what it sets off."""
    token = _acting.set(caller)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> Caller | None:
    """Return whose mutation runs; None for what happens by itself."""
    return _acting.get()
