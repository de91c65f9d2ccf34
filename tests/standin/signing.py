"""The stand-in's signature: a detached JWS over the raw body, as Saleor makes it, and the keys to check it."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8))


class Signer:
    """One key at a time; ``rotate`` takes another, and the one before is published no more."""

    def __init__(self) -> None:
        self._key: RSAPrivateKey = generate_private_key(65537, 2048)

    def rotate(self) -> None:
        self._key = generate_private_key(65537, 2048)

    def jwk(self) -> dict[str, str]:
        """Return the public key; its id is the thumbprint of RFC 7638."""
        public = self._key.public_key().public_numbers()
        required = {"e": _number(public.e), "kty": "RSA", "n": _number(public.n)}
        text = json.dumps(required, sort_keys=True, separators=(",", ":"))
        kid = _base64url(hashlib.sha256(text.encode()).digest())
        return {**required, "use": "sig", "alg": "RS256", "kid": kid}

    def sign(self, body: bytes) -> str:
        header = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": self.jwk()["kid"], "typ": "JWT"}
        head = _base64url(json.dumps(header, separators=(",", ":")).encode())
        signature = self._key.sign(head.encode() + b"." + body, PKCS1v15(), SHA256())
        return f"{head}..{_base64url(signature)}"


SIGNER = Signer()
