"""What a mail carries: a word that its reader can have from there alone, good once and for three days."""

from typing import Any, Final

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from commerce.embedded.account.models import User


class OneTime(PasswordResetTokenGenerator):
    """
    For one purpose; what it is bound to changes when it has been used.

    Signed with SECRET_KEY, and so that a word for one purpose is none for another.
    """

    def __init__(self, purpose: str, *bound: str) -> None:
        self.key_salt = f"commerce.embedded.account.{purpose}"
        self._bound = bound
        super().__init__()

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        values = [str(getattr(user, name)) for name in ("pk", "email", *self._bound)]
        return "\x1f".join((*values, str(timestamp)))


CONFIRMATION: Final = OneTime("confirmation", "password", "is_confirmed")
NEW_PASSWORD: Final = OneTime("new-password", "password", "last_login", "jwt_token_key")
DELETION: Final = OneTime("deletion", "password")


def holds(kind: OneTime, user: User | None, token: str) -> bool:
    """Return whether the word is good for this user; it takes as long for nobody."""
    good = len(token) <= 200 and kind.check_token(user or User(email="nobody@example.org"), token)  # type: ignore[arg-type]
    return bool(good) and user is not None
