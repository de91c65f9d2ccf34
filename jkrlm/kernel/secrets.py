"""Secrets at rest: sealed before they reach the database, so that a dump of it gives nothing away.

Keys come from ``FIELD_KEYS`` (separated by commas, the first one seals), else from ``SECRET_KEY`` and its
fallbacks. A key may leave the list when ``reseal`` has been run over what it sealed.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from jkrlm.kernel.errors import DomainError


class CannotUnseal(DomainError):
    """None of the keys that we have opens it: a key is missing, or the value was altered."""

    code = "CANNOT_UNSEAL"


def _texts() -> list[str]:
    given: list[str] = list(settings.FIELD_KEYS)
    return given or [str(settings.SECRET_KEY), *(str(key) for key in settings.SECRET_KEY_FALLBACKS)]


def _keys() -> MultiFernet:
    digests = [hashlib.sha256(b"seal:" + text.encode()).digest() for text in _texts()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> bytes:
    """Return the text encrypted and authenticated (Fernet); differs at each call."""
    return _keys().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """
    Return what was sealed.

    Raises:
        CannotUnseal: no key of ours opens it.
    """
    try:
        return _keys().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise CannotUnseal("A secret cannot be opened: FIELD_KEYS lacks the key that sealed it.") from None


def reseal(sealed: bytes) -> bytes:
    """Return the same secret under the first key."""
    return _keys().rotate(bytes(sealed))


def fingerprint(text: str) -> str:
    """
    Return 64 hexadecimal digits by which equal secrets are found without opening them.

    Keyed, so that short secrets (an account number) cannot be guessed from a dump; it changes with the last
    key of the list, which therefore stays in it.
    """
    return hmac.new(b"fingerprint:" + _texts()[-1].encode(), text.encode(), hashlib.sha256).hexdigest()
