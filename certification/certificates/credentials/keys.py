"""
The keys that sign. Public halves are rows; private halves are files outside the database, or come from the
environment.

``CERT_KEYS_DIR`` holds one file to a key, readable by its owner alone; ``CERT_SIGNING_KEYS`` may hold them
where machines share no disk. Neither is in a dump of the database.
"""

import json
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from certification.certificates.credentials.encoding import b64url, canonical, from_b64url
from certification.certificates.errors import KeyMissing
from certification.certificates.models import SigningKey

_LOCK: Final = "certificates.signing-key"


def signing_key() -> tuple[SigningKey, Ed25519PrivateKey]:
    """
    Return the key that signs now. The first one of an installation has been made by ``ensure_key``.

    Raises:
        KeyMissing: there is none, or its private half is not on this machine.
    """
    row = SigningKey.objects.filter(retired_at__isnull=True).order_by("-created_at").first()
    if row is None:
        raise KeyMissing("No key signs credentials yet: run manage.py credential_keys.")
    return row, private_half(row.kid)


def private_half(kid: str) -> Ed25519PrivateKey:
    """
    Return a key's private half.

    Raises:
        KeyMissing: it is not on this machine.
    """
    jwk = _given().get(kid) or _kept(kid)
    if jwk is None:
        raise KeyMissing(
            f"The private half of the key {kid} is neither in CERT_KEYS_DIR nor in CERT_SIGNING_KEYS. "
            "Put it back, or begin a new key: manage.py credential_keys --rotate."
        )
    return Ed25519PrivateKey.from_private_bytes(from_b64url(str(jwk["d"])))


@transaction.atomic
def ensure_key(*, now: datetime) -> SigningKey:
    """Return the key that signs; make one where there is none, or where its private half is not at hand."""
    _wait_for_others()
    row = SigningKey.objects.filter(retired_at__isnull=True).order_by("-created_at").first()
    if row is not None:
        try:
            private_half(row.kid)
        except KeyMissing:
            pass
        else:
            return row
    return _begin(now=now)


@transaction.atomic
def rotate_key(*, now: datetime) -> SigningKey:
    """Retire the keys in use and begin a new one. What they signed still verifies."""
    _wait_for_others()
    return _begin(now=now)


@transaction.atomic
def mark_compromised(kid: str, *, now: datetime) -> None:
    """
    Say of a key that others may have it: it leaves the DID document, and what it signed verifies no more.

    Raises:
        KeyMissing: no such key, or it is the one in use; begin another one first.
    """
    row = SigningKey.objects.select_for_update().filter(kid=kid).first()
    if row is None or row.retired_at is None:
        raise KeyMissing(f"{kid} is no retired key: begin a new one first (--rotate).")
    if row.compromised_at is None:
        row.compromised_at = now
        row.save(update_fields=["compromised_at"])


def verifies(public_jwk: dict[str, Any], message: bytes, signature: bytes) -> bool:
    """Return whether the key made the signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(from_b64url(str(public_jwk["x"])))
        key.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _wait_for_others() -> None:
    """One transaction at a time begins keys: where there is none yet, no row could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])


def _begin(*, now: datetime) -> SigningKey:
    """Take the first key of the environment that is new to us, else make one and keep it as a file."""
    known = set(SigningKey.objects.values_list("kid", flat=True))
    jwk = next((each for kid, each in _given().items() if kid not in known), None) or _made()
    public = {name: jwk[name] for name in ("kty", "crv", "x")}
    SigningKey.objects.filter(retired_at__isnull=True).update(retired_at=now)
    return SigningKey.objects.create(kid=_thumbprint(public), public_jwk=public, created_at=now)


def _made() -> dict[str, Any]:
    if settings.CERT_SIGNING_KEYS:
        raise KeyMissing("CERT_SIGNING_KEYS has no new key: add one at its end, then rotate.")
    jwk = _jwk(Ed25519PrivateKey.generate())
    path = _folder() / f"{_thumbprint(jwk)}.json"
    with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        json.dump(jwk, file)
        file.flush()
        os.fsync(file.fileno())
    return jwk


def _thumbprint(jwk: dict[str, Any]) -> str:
    """Return the thumbprint of RFC 7638, by which a key is known."""
    required = {name: jwk[name] for name in ("crv", "kty", "x")}
    return b64url(sha256(canonical(required).encode()).digest())


def _folder() -> Path:
    folder = Path(settings.CERT_KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _kept(kid: str) -> dict[str, Any] | None:
    try:
        return dict(json.loads((Path(settings.CERT_KEYS_DIR) / f"{kid}.json").read_text()))
    except FileNotFoundError:
        return None


def _given() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for text in settings.CERT_SIGNING_KEYS:
        try:
            jwk = _jwk(Ed25519PrivateKey.from_private_bytes(from_b64url(text.strip())))
        except ValueError:
            raise KeyMissing("CERT_SIGNING_KEYS holds something that is no Ed25519 key.") from None
        found[_thumbprint(jwk)] = jwk
    return found


def _jwk(private: Ed25519PrivateKey) -> dict[str, Any]:
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": b64url(private.public_key().public_bytes_raw()),
        "d": b64url(private.private_bytes_raw()),
    }
