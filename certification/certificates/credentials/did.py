"""The issuer's name on the web: did:web of PUBLIC_URL, and the document that says which keys are its."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from certification.certificates.credentials.encoding import from_b64url, multikey
from certification.certificates.models import SigningKey

_CONTEXT: Final = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/jwk/v1",
    "https://w3id.org/security/multikey/v1",
]


def base_url() -> str:
    return str(settings.PUBLIC_URL).rstrip("/")


def issuer_did() -> str:
    """Return ``did:web:host``; a port is escaped, as the method says."""
    return "did:web:" + urlsplit(base_url()).netloc.replace(":", "%3A")


def jwt_method(kid: str) -> str:
    """Return the name of a key in the header of a JWT."""
    return f"{issuer_did()}#{kid}"


def proof_method(kid: str) -> str:
    """Return the name of the same key in an embedded proof."""
    return f"{issuer_did()}#{kid}-multikey"


def did_document() -> dict[str, Any]:
    """Return the DID document: every key that signed what should still verify. One query."""
    did = issuer_did()
    methods: list[dict[str, Any]] = []
    for row in SigningKey.objects.filter(compromised_at__isnull=True).order_by("-created_at"):
        public = dict(row.public_jwk)
        methods += [
            {
                "id": jwt_method(row.kid),
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": {**public, "kid": row.kid, "alg": "EdDSA", "use": "sig"},
            },
            {
                "id": proof_method(row.kid),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey(from_b64url(public["x"])),
            },
        ]
    return {
        "@context": _CONTEXT,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
        "service": [
            {
                "id": f"{did}#credentials",
                "type": "LinkedDomains",
                "serviceEndpoint": f"{base_url()}/",
            }
        ],
    }
