"""The public keys that Saleor signs with: asked of its own host only, kept in process and database."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from commerce.errors import StoreUnavailable
from commerce.identity import issuer
from commerce.models import SigningKeys
from commerce.saleor.encoding import base64url_bytes
from commerce.saleor.pool import pool

logger = logging.getLogger(__name__)

#: A key that we do not know sends us to Saleor; strangers who invent keys do not, more often than this.
ASK_AGAIN_AFTER: Final = timedelta(seconds=10)
#: A key that Saleor has withdrawn is believed no longer than this while Saleor can be asked.
STALE_AFTER: Final = timedelta(hours=1)
#: Saleor itself may be waiting for our answer meanwhile.
TIMEOUT: Final = httpx.Timeout(3.0, connect=2.0)
DOCUMENT_BYTES_MAX: Final = 64 * 1024
KEYS_MAX: Final = 20
#: Nobody should sign with less (NIST SP 800-131A); more than the upper bound only costs us time.
KEY_BITS: Final = range(2048, 8193)


class KeysUnavailable(StoreUnavailable):
    """The keys could not be asked for just now: nothing is known about the signature. Send it again."""

    code = "KEYS_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class _Ring:
    keys: Mapping[str, RSAPublicKey]
    fetched_at: datetime


_rings: dict[str, _Ring] = {}


def jwks_url() -> str:
    """Return where the configured store publishes its keys: always on its own host."""
    parts = urlsplit(issuer())
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/.well-known/jwks.json"


def public_key(kid: str, *, at: datetime) -> RSAPublicKey | None:
    """
    Return the key of that name; None when the store, asked just now, publishes no such key.

    Raises:
        KeysUnavailable: it is not among those we know, and the store cannot be asked now.
    """
    for look in (_held, _kept):
        ring = look()
        if ring is not None and kid in ring.keys:
            return ring.keys[kid]
    return refresh(at=at).get(kid)


def refresh_when_stale(*, at: datetime) -> None:
    """Ask for the keys again when it was long ago; what we know stands while there is no answer."""
    ring = _held()
    if ring is None or at - ring.fetched_at < STALE_AFTER:
        return
    ring = _kept()
    if ring is not None and at - ring.fetched_at < STALE_AFTER:
        return
    try:
        refresh(at=at)
    except KeysUnavailable as fault:
        logger.warning("the signing keys of %s could not be renewed: %s", issuer(), fault)


def refresh(*, at: datetime) -> Mapping[str, RSAPublicKey]:
    """
    Ask the store for its keys and keep them, at most once in ten seconds over all processes.

    Raises:
        KeysUnavailable: asked a moment ago, or no usable answer.
    """
    if not _claim(at):
        raise KeysUnavailable("The store was asked for its signing keys a moment ago; try again in 10 s.")
    document = _ask(jwks_url())
    keys = _readable(document)
    if not keys:
        raise KeysUnavailable("The store publishes no key that can be used (RSA, RS256).")
    SigningKeys.objects.filter(pk=issuer()).update(keys=document, fetched_at=at)
    _rings[issuer()] = _Ring(keys=keys, fetched_at=at)
    return keys


def forget_held() -> None:
    """Forget what this process holds; the database keeps its row."""
    _rings.clear()


def _held() -> _Ring | None:
    return _rings.get(issuer())


def _kept() -> _Ring | None:
    """Return the keys in the database, which another process may have asked for, and hold them."""
    row = SigningKeys.objects.filter(pk=issuer(), fetched_at__isnull=False).first()
    if row is None or row.fetched_at is None:
        return None
    ring = _Ring(keys=_readable(row.keys), fetched_at=row.fetched_at)
    _rings[row.issuer] = ring
    return ring


def _claim(at: datetime) -> bool:
    """Return whether it is our turn to ask; decided by the database, so that processes agree."""
    _, created = SigningKeys.objects.get_or_create(pk=issuer(), defaults={"asked_at": at})
    if created:
        return True
    free = SigningKeys.objects.filter(pk=issuer(), asked_at__lte=at - ASK_AGAIN_AFTER)
    return bool(free.update(asked_at=at))


def _ask(url: str) -> list[Any]:
    try:
        with pool().stream("GET", url, timeout=TIMEOUT, headers={"Accept": "application/json"}) as response:
            if response.status_code != httpx.codes.OK:
                raise KeysUnavailable(f"{url} answered {response.status_code}.")
            text = b""
            for piece in response.iter_bytes():
                text += piece
                if len(text) > DOCUMENT_BYTES_MAX:
                    raise KeysUnavailable(f"{url} answered with too much.")
        document = json.loads(text)
    except (httpx.HTTPError, ValueError, RecursionError) as fault:
        raise KeysUnavailable(f"{url} gave no keys: {fault}") from fault
    keys = document.get("keys") if isinstance(document, dict) else None
    return keys[:KEYS_MAX] if isinstance(keys, list) else []


def _readable(document: list[Any]) -> dict[str, RSAPublicKey]:
    """Return the keys that may have made an RS256 signature; the rest is left out."""
    found = {}
    for jwk in document:
        if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or not isinstance(jwk.get("kid"), str):
            continue
        if jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") != "RS256":
            continue
        try:
            n, e = (int.from_bytes(base64url_bytes(jwk[name])) for name in ("n", "e"))
            if n.bit_length() in KEY_BITS:
                found[jwk["kid"]] = RSAPublicNumbers(e, n).public_key()
        except (KeyError, TypeError, ValueError):
            logger.warning("key %s of %s is not readable", jwk["kid"][:80], issuer())
    return found
