"""Signatures of tablets: ECDSA over P-256 with SHA-256, r and s as 64 bytes (IEEE P1363)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from exhibitions.till.errors import KeyWrong


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises ValueError."""
    if not text.isascii():
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as fault:
        raise ValueError("not base64url") from fault


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read_key(jwk: object) -> dict[str, str]:
    """Return x and y of a public key that is on the curve. Raises KeyWrong."""
    if not isinstance(jwk, Mapping) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise KeyWrong("The key must be of P-256.", field="public_key")
    kept = {"x": str(jwk.get("x", "")), "y": str(jwk.get("y", ""))}
    _key(kept)
    return kept


def _key(kept: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    try:
        x, y = unpadded(kept["x"]), unpadded(kept["y"])
        if len(x) != 32 or len(y) != 32:
            raise ValueError("not 32 bytes")
        return ec.EllipticCurvePublicNumbers(
            int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()
        ).public_key()
    except ValueError as fault:
        raise KeyWrong("The key is not a point of P-256.", field="public_key") from fault


def is_signed(payload: bytes, signature: str, key: Mapping[str, str]) -> bool:
    """Say whether these very bytes were signed with the key."""
    try:
        both = unpadded(signature)
        if len(both) != 64:
            return False
        der = encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
        _key(key).verify(der, payload, ec.ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def digest_of(content: bytes) -> str:
    """Return the SHA-256 in hex: of a payload (the chain), of a token or a code (what we keep of it)."""
    return hashlib.sha256(content).hexdigest()
