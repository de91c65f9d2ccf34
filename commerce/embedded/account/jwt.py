"""
JSON Web Tokens in the one form that this store writes: RS256, by a key of ours, which the header names.

Nothing that a token says is believed before its signature holds; its header chooses among our keys, never
an algorithm.
"""

import base64
import binascii
import json
from datetime import datetime
from typing import Any, Final

from commerce.embedded.account.services.signing_keys import b64url, kid_in_use, signed, verifies
from commerce.embedded.engine.errors import BadToken

CHARACTERS_MAX: Final = 8192
#: A clock that is ahead of ours by so much has not made a token of the future.
_SKEW_SECONDS: Final = 60


def encode(payload: dict[str, Any]) -> str:
    """Return the token, signed by the key in use."""
    kid = kid_in_use()
    message = f"{_part({'alg': 'RS256', 'kid': kid, 'typ': 'JWT'})}.{_part(payload)}"
    return f"{message}.{b64url(signed(message.encode('ascii'), kid=kid))}"


def decode(token: str, *, issuer: str, now: datetime) -> dict[str, Any]:
    """
    Return what a token of ours says. One query.

    Raises:
        BadToken: ExpiredSignatureError; DecodeError for what is no token, or not signed by a key of ours;
            InvalidTokenError for one that says what ours do not.
    """
    header_text, payload_text, signature_text = _parts(token)
    header = _object(header_text)
    kid = header.get("kid")
    known = set(header) <= {"alg", "kid", "typ"} and header.get("typ", "JWT") == "JWT"
    if header.get("alg") != "RS256" or not known or not isinstance(kid, str) or not 0 < len(kid) <= 100:
        raise BadToken("Error decoding signature", "DecodeError")
    message = f"{header_text}.{payload_text}".encode("ascii")
    if "\x00" in kid or not verifies(kid=kid, message=message, signature=_bytes(signature_text), now=now):
        raise BadToken("Signature verification failed", "InvalidSignatureError")
    payload = _object(payload_text)
    begun, ends = payload.get("iat"), payload.get("exp")
    if not isinstance(begun, int) or not isinstance(ends, int) or payload.get("iss") != issuer:
        raise BadToken("Invalid token", "InvalidTokenError")
    if begun > now.timestamp() + _SKEW_SECONDS:
        raise BadToken("The token is not yet valid (iat)", "ImmatureSignatureError")
    if ends <= now.timestamp():
        raise BadToken("Signature has expired", "ExpiredSignatureError")
    return payload


def _part(value: dict[str, Any]) -> str:
    return b64url(json.dumps(value, separators=(",", ":")).encode())


def _parts(token: str) -> tuple[str, str, str]:
    parts = token.split(".")
    if len(parts) != 3 or len(token) > CHARACTERS_MAX or not token.isascii() or not all(parts):
        raise BadToken("Not enough segments", "DecodeError")
    return parts[0], parts[1], parts[2]


def _bytes(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadToken("Invalid crypto padding", "DecodeError") from None
    if b64url(raw) != text:
        raise BadToken("Invalid crypto padding", "DecodeError")
    return raw


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(text), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadToken("Invalid token segment", "DecodeError")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Names occur once, so that no two readers see different tokens."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("repeated name")
    return made
