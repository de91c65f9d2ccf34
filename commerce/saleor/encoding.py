"""Base64url as JOSE writes it."""

import base64
import re
from typing import Final

_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]+")


def base64url_bytes(text: str) -> bytes:
    """
    Return the bytes; only the one spelling that RFC 7515 allows (no padding, no stray bits) is taken.

    Raises:
        ValueError: written otherwise.
    """
    if not isinstance(text, str) or not _ALPHABET.fullmatch(text):
        raise ValueError("not base64url")
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(found).rstrip(b"=") != text.encode():
        raise ValueError("not base64url")
    return found
