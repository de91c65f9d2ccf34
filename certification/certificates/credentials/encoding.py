"""Encodings that a credential needs: base64url, base58btc, canonical JSON, bit strings."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: Multicodec prefix of an Ed25519 public key.
ED25519_PUBLIC: Final = b"\xed\x01"


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64url(text: str) -> bytes:
    """
    Return the bytes.

    Raises:
        ValueError: not base64url.
    """
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def b58btc(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    out = ""
    while number:
        number, rest = divmod(number, 58)
        out = _BASE58[rest] + out
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + out


def multikey(public: bytes) -> str:
    """Return an Ed25519 public key as a Multikey's ``publicKeyMultibase``."""
    return "z" + b58btc(ED25519_PUBLIC + public)


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def canonical(value: Any) -> str:
    """
    Return JSON in the one form of RFC 8785 (JCS).

    Raises:
        TypeError: something that JSON has not.
        ValueError: a number that would need an exponent; no measure of ours does.
    """
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(str(key))}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    raise TypeError(f"{type(value).__name__} is not JSON")


def _number(value: int | float | Decimal) -> str:
    number = float(value)
    if number.is_integer() and abs(number) < 2**53:
        return str(int(number))
    text = repr(number)
    if "e" in text or "n" in text:
        raise ValueError(f"{text} cannot be written without an exponent")
    return text


def encoded_list(bits: bytes) -> str:
    """Return a bit string as an ``encodedList``: GZIP in multibase base64url, the same each time."""
    return "u" + b64url(gzip.compress(bits, mtime=0))
