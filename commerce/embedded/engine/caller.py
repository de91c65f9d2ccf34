"""Who asks: the public, a customer or member of staff, or an app."""

from dataclasses import dataclass
from typing import Any

from commerce.embedded.engine.errors import PermissionDenied

AUTHENTICATED_APP = "AUTHENTICATED_APP"
AUTHENTICATED_STAFF_USER = "AUTHENTICATED_STAFF_USER"


@dataclass(frozen=True)
class Caller:
    """The context of every execution (``info.context``)."""

    permissions: frozenset[str] = frozenset()
    app: Any = None
    user: Any = None
    base_url: str = ""

    def has(self, *permissions: str) -> bool:
        """Return whether any of the permissions is held."""
        for permission in permissions:
            if permission == AUTHENTICATED_APP and self.app is not None:
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


PUBLIC = Caller()
