"""
Our key for push services (VAPID, RFC 8292), derived from the first of FIELD_KEYS, else from SECRET_KEY.

With another key the browsers' subscriptions are void: the page asks for a new one when it is next opened.
"""

import base64
import io
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from webpush import WebPush

#: The order of P-256: a private key is a number from 1 to one below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def public_key() -> str:
    """Return what a browser subscribes with: the uncompressed point, base64url without padding."""
    point = _key(_secret()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def sealer(*, life_seconds: int) -> WebPush:
    """Return what encrypts a message and signs for it; undelivered after ``life_seconds`` it is dropped."""
    key = _key(_secret())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return WebPush(
        private_key=io.BytesIO(private),
        public_key=io.BytesIO(public),
        subscriber=settings.PUSH_CONTACT,
        ttl=life_seconds,
    )


def _secret() -> str:
    return next(iter(settings.FIELD_KEYS), "") or str(settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    stretched = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"web push").derive(
        secret.encode()
    )
    return ec.derive_private_key(int.from_bytes(stretched, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
