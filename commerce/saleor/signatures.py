"""Saleor's signature on a webhook: a detached JWS (RFC 7515) over the bytes as they came (RFC 7797).

One form is accepted, the one that Saleor writes: ``header..signature`` with RS256, ``b64`` false and
critical, by a key that the configured store publishes on its own host. The shared-secret form (HMAC) and
the absence of a signature are refused: neither says who sent it.
"""

import json
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from commerce.saleor.encoding import base64url_bytes
from commerce.saleor.keys import public_key
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError

SIGNATURE_CHARACTERS_MAX: Final = 4096
#: Header parameters that a signature may call critical, because we honour them.
UNDERSTOOD: Final = frozenset({"b64"})


class BadSignature(DomainError):
    """Not signed by the configured store; the same bytes will never be."""

    code = "BAD_SIGNATURE"


def verify(body: bytes, signature: str, *, at: datetime | None = None) -> None:
    """
    Return when the store has signed these bytes.

    Raises:
        BadSignature: it has not, or not in the one form that we take.
        KeysUnavailable: the key is new to us and the store cannot be asked now.
    """
    header_text, kid, signed = _read(signature)
    key = public_key(kid, at=at or now())
    if key is None:
        raise BadSignature("The signature names a key that the store does not publish.")
    try:
        key.verify(signed, header_text.encode() + b"." + body, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise BadSignature("The signature does not belong to this body.") from None


def _read(signature: str) -> tuple[str, str, bytes]:
    """Return (header as written, name of the key, signature); raises BadSignature."""
    if not signature:
        raise BadSignature("The call is not signed.")
    if len(signature) > SIGNATURE_CHARACTERS_MAX:
        raise BadSignature("The signature is too long.")
    parts = signature.split(".")
    if len(parts) != 3 or parts[1]:
        raise BadSignature("The signature is not a detached JWS; a shared secret (secretKey) is not taken.")
    try:
        header = json.loads(base64url_bytes(parts[0]), object_pairs_hook=_once)
        signed = base64url_bytes(parts[2])
    except (ValueError, RecursionError):
        raise BadSignature("The signature cannot be read.") from None
    if not isinstance(header, dict) or header.get("alg") != "RS256":
        raise BadSignature("The signature is not RS256.")
    critical = header.get("crit")
    if header.get("b64") is not False or not isinstance(critical, list) or "b64" not in critical:
        raise BadSignature("The signature does not cover the bytes as sent (b64 false, critical).")
    if any(name not in UNDERSTOOD for name in critical if isinstance(name, str)) or len(critical) != 1:
        raise BadSignature("The signature calls critical what is not understood here.")
    kid = header.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= 200:
        raise BadSignature("The signature does not name its key.")
    return parts[0], kid, signed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of JSON whose names occur once, so that no two readers see different headers."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name occurs twice")
    return made
