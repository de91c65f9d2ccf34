"""The signature on what third parties are sent, in Saleor's two forms."""

import hashlib
import hmac


def signature(body: bytes, secret: str) -> str:
    """
    Return a detached JWS by the store's own key (RS256, RFC 7797), which its JWKS verifies; with a secret
    of the app, HMAC-SHA256 in hexadecimal.
    """
    if secret:
        return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    from commerce.embedded.account.services.signing_keys import detached_signature

    return detached_signature(body)
