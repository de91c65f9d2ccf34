"""
The keys that sign tokens and webhooks (RS256). Public halves are rows, private halves
are outside the database.

``STORE_KEYS_DIR`` holds one file to a key, readable by its owner alone; ``STORE_SIGNING_KEYS`` may hold them
where machines share no disk. Neither is in a dump of the database.
"""

import base64
import hashlib
import json
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from commerce.embedded.account.models import SigningKey
from jkrlm.kernel.clock import now as moment_now
from jkrlm.kernel.errors import DomainError

_LOCK: Final = "store.signing-key"
_BITS: Final = 2048


class SigningKeyMissing(DomainError):
    """The private half of the key that signs is not on this machine."""

    code = "SIGNING_KEY_MISSING"


def b64url(raw: bytes) -> str:
    """Return base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def signed(message: bytes, *, kid: str) -> bytes:
    """Return the signature by this key, whose private half must be at hand."""
    return _private_half(kid).sign(message, PKCS1v15(), SHA256())


def detached_signature(body: bytes) -> str:
    """Return a detached JWS over the bytes as they are (RFC 7797), as Saleor signs webhooks."""
    kid = kid_in_use()
    header = b64url(_compact({"alg": "RS256", "b64": False, "crit": ["b64"], "kid": kid, "typ": "JWT"}))
    return f"{header}..{b64url(signed(header.encode() + b'.' + body, kid=kid))}"


def kid_in_use() -> str:
    """
    Return the key that signs now; the first one of an installation is made here.

    Raises:
        SigningKeyMissing: its private half is not on this machine.
    """
    row = _in_use()
    return row.kid if row is not None else _ensure().kid


def verifies(*, kid: str, message: bytes, signature: bytes, now: datetime) -> bool:
    """Return whether a key of ours, in use or not long retired, made the signature. One query."""
    row = valid_keys(now=now).filter(kid=kid).first()
    if row is None:
        return False
    try:
        _public_half(str(row.public_jwk["n"]), str(row.public_jwk["e"])).verify(
            signature, message, PKCS1v15(), SHA256()
        )
    except InvalidSignature:
        return False
    return True


def valid_keys(*, now: datetime) -> Any:
    """Return the keys of which something may still be valid: a refresh token lives longest."""
    since = now - settings.STORE_REFRESH_TOKEN_LIFE
    live = Q(retired_at__isnull=True) | Q(retired_at__gt=since)
    return SigningKey.objects.filter(live, compromised_at__isnull=True)


def jwks(*, now: datetime) -> dict[str, list[dict[str, str]]]:
    """Return what stands at ``/.well-known/jwks.json``: the key in use first."""
    kid_in_use()
    rows = valid_keys(now=now).order_by("-created_at")
    return {"keys": [{**row.public_jwk, "use": "sig", "alg": "RS256", "kid": row.kid} for row in rows]}


@transaction.atomic
def rotate_key(*, now: datetime) -> SigningKey:
    """Retire the key in use and begin a new one. What the old one signed verifies until it has ended."""
    _wait_for_others()
    return _begin(now=now, fresh=True)


@transaction.atomic
def mark_compromised(kid: str, *, now: datetime) -> None:
    """
    Say of a key that others may have it: nothing that it signed verifies any more.

    Raises:
        SigningKeyMissing: no such key, or it is the one in use; begin another one first.
    """
    row = SigningKey.objects.select_for_update().filter(kid=kid).first()
    if row is None or row.retired_at is None:
        raise SigningKeyMissing(f"{kid} is no retired key: begin a new one first (--rotate).")
    if row.compromised_at is None:
        row.compromised_at = now
        row.save(update_fields=["compromised_at"])


def _in_use() -> SigningKey | None:
    return SigningKey.objects.filter(retired_at__isnull=True).first()


@transaction.atomic
def _ensure() -> SigningKey:
    _wait_for_others()
    return _in_use() or _begin(now=moment_now(), fresh=False)


def _wait_for_others() -> None:
    """One transaction at a time begins keys: where there is none yet, no row could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])


def _begin(*, now: datetime, fresh: bool) -> SigningKey:
    """Take a key of the environment that is new to us, or (not ``fresh``) of the folder; else make one."""
    known = set(SigningKey.objects.values_list("kid", flat=True))
    offered = _given() if settings.STORE_SIGNING_KEYS or fresh else _on_disk()
    private = next((key for kid, key in offered.items() if kid not in known), None) or _made()
    public = _jwk(private.public_key())
    SigningKey.objects.filter(retired_at__isnull=True).update(retired_at=now)
    return SigningKey.objects.create(kid=_thumbprint(public), public_jwk=public, created_at=now)


def _made() -> RSAPrivateKey:
    if settings.STORE_SIGNING_KEYS:
        raise SigningKeyMissing("STORE_SIGNING_KEYS has no new key: add one at its end, then rotate.")
    private = generate_private_key(public_exponent=65537, key_size=_BITS)
    folder = Path(settings.STORE_KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{_thumbprint(_jwk(private.public_key()))}.pem"
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.flush()
        os.fsync(file.fileno())
    return private


def _private_half(kid: str) -> RSAPrivateKey:
    private = _given().get(kid) or _read(str(Path(settings.STORE_KEYS_DIR) / f"{kid}.pem"))
    if private is None:
        raise SigningKeyMissing(
            f"The private half of the key {kid} is neither in STORE_KEYS_DIR nor in STORE_SIGNING_KEYS. "
            "Put it back, or begin a new key: manage.py store_keys --rotate."
        )
    return private


def _on_disk() -> dict[str, RSAPrivateKey]:
    paths = sorted(Path(settings.STORE_KEYS_DIR).glob("*.pem"))
    found = {path.stem: _read(str(path)) for path in paths}
    return {kid: private for kid, private in found.items() if private is not None}


@lru_cache(8)
def _loaded(path: str, _changed: float) -> RSAPrivateKey:
    private = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    if not isinstance(private, RSAPrivateKey):
        raise SigningKeyMissing(f"{path} holds something that is no RSA key.")
    return private


def _read(path: str) -> RSAPrivateKey | None:
    try:
        return _loaded(path, os.stat(path).st_mtime)
    except FileNotFoundError:
        return None


def _given() -> dict[str, RSAPrivateKey]:
    return dict(_parsed(tuple(settings.STORE_SIGNING_KEYS)))


@lru_cache(2)
def _parsed(texts: tuple[str, ...]) -> tuple[tuple[str, RSAPrivateKey], ...]:
    found = []
    for text in texts:
        try:
            private = serialization.load_der_private_key(base64.b64decode(text.strip()), password=None)
        except ValueError:
            private = None
        if not isinstance(private, RSAPrivateKey) or private.key_size < _BITS:
            raise SigningKeyMissing(f"STORE_SIGNING_KEYS holds something that is no RSA key of {_BITS} bits.")
        found.append((_thumbprint(_jwk(private.public_key())), private))
    return tuple(found)


@lru_cache(8)
def _public_half(n: str, e: str) -> RSAPublicKey:
    return RSAPublicNumbers(e=_integer(e), n=_integer(n)).public_key()


def _integer(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _jwk(public: RSAPublicKey) -> dict[str, str]:
    numbers = public.public_numbers()
    return {
        "kty": "RSA",
        "n": b64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
        "e": b64url(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")),
    }


def _thumbprint(jwk: dict[str, str]) -> str:
    """Return the thumbprint of RFC 7638, by which a key is known."""
    return b64url(hashlib.sha256(_compact({name: jwk[name] for name in ("e", "kty", "n")})).digest())


def _compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
