"""Credentials are secured as ``vc+jwt`` (VC-JOSE-COSE), and by a proof in them (eddsa-jcs-2022)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certification.certificates.credentials.did import jwt_method, proof_method
from certification.certificates.credentials.encoding import (
    b58btc,
    b64url,
    canonical,
    compact,
    from_b64url,
)
from certification.certificates.credentials.keys import verifies


@dataclass(frozen=True, slots=True)
class Signer:
    """A key in use, for one or many signatures."""

    kid: str
    private: Ed25519PrivateKey


def as_jwt(credential: Mapping[str, Any], signer: Signer) -> str:
    """Return the credential as a compact JWS of type ``vc+jwt``."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": jwt_method(signer.kid)}
    message = f"{b64url(compact(header))}.{b64url(compact(credential))}"
    return f"{message}.{b64url(signer.private.sign(message.encode('ascii')))}"


def payload_of(token: str) -> dict[str, Any]:
    """Return what a token of ours says; its signature is not looked at."""
    return dict(json.loads(from_b64url(token.split(".")[1])))


def jwt_holds(token: str, public_jwk: dict[str, Any]) -> bool:
    """Return whether the key signed exactly this token."""
    message, _, signature = token.rpartition(".")
    try:
        return verifies(public_jwk, message.encode("ascii"), from_b64url(signature))
    except ValueError:
        return False


def with_proof(credential: Mapping[str, Any], signer: Signer, *, now: datetime) -> dict[str, Any]:
    """Return the credential with a Data Integrity proof in it."""
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": stamp(now),
        "verificationMethod": proof_method(signer.kid),
        "proofPurpose": "assertionMethod",
        "@context": credential["@context"],
    }
    return {**credential, "proof": {**proof, "proofValue": proof_value(credential, proof, signer.private)}}


def proof_value(document: Mapping[str, Any], proof: Mapping[str, Any], private: Ed25519PrivateKey) -> str:
    """Return the ``proofValue`` of eddsa-jcs-2022: the signature over both hashes, the options' first."""
    hashes = sha256(canonical(proof).encode()).digest() + sha256(canonical(document).encode()).digest()
    return "z" + b58btc(private.sign(hashes))


def stamp(moment: datetime) -> str:
    """Return an instant as XML Schema's dateTime, in UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
