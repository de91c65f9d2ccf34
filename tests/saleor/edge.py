"""Saleor as a caller of ours: a small server with its keys and its GraphQL, and its signing hand."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from commerce.permissions import APP_PERMISSIONS


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class SigningKey:
    """An RSA key under a name."""

    kid: str
    bits: int = 2048
    private: rsa.RSAPrivateKey = field(init=False)

    def __post_init__(self) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=self.bits)

    def jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)
        return {
            "kty": "RSA",
            "alg": "RS256",
            "use": "sig",
            "kid": self.kid,
            "n": base64url(n),
            "e": base64url(numbers.e.to_bytes(3)),
        }

    def sign(self, body: bytes, **changed: Any) -> str:
        """Sign as Saleor does; ``changed`` header parameters replace its own, None leaves one out."""
        header = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": self.kid, "typ": "JWT", **changed}
        header = {name: value for name, value in header.items() if value is not None}
        head = base64url(json.dumps(header, separators=(",", ":")).encode())
        signed = self.private.sign(head.encode() + b"." + body, padding.PKCS1v15(), hashes.SHA256())
        return f"{head}..{base64url(signed)}"


@dataclass
class Edge:
    """What the server publishes and whom it knows; ``asked`` holds the paths, in order."""

    keys: list[SigningKey] = field(default_factory=list)
    #: The document in the place of the one made from ``keys``.
    document: Any = None
    #: Token -> the app that ``{ app { … } }`` answers with.
    apps: dict[str, dict[str, Any]] = field(default_factory=dict)
    away: bool = False
    slow_seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def issuer(self) -> str:
        return f"{self.url}/graphql/"

    def forget(self) -> None:
        self.keys, self.apps, self.asked, self.document = [], {}, [], None
        self.away, self.slow_seconds = False, 0.0


def our_app(**changed: Any) -> dict[str, Any]:
    """Return our app as Saleor describes it to its own token."""
    return {
        "id": "QXBwOjc=",
        "identifier": "umeed.payments",
        "isActive": True,
        "permissions": [{"code": code} for code in sorted(APP_PERMISSIONS)],
        **changed,
    }


@contextmanager
def served() -> Iterator[Edge]:
    edge = Edge()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self._here():
                found = edge.document if edge.document is not None else _jwks(edge)
                self._answer(200 if self.path == "/.well-known/jwks.json" else 404, found)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self._here():
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                self._answer(200, _who_is_it(edge.apps.get(token)))

        def _here(self) -> bool:
            edge.asked.append(self.path)
            time.sleep(edge.slow_seconds)
            if edge.away:
                self._answer(503, {"detail": "away"})
            return not edge.away

        def _answer(self, status: int, said: Any) -> None:
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    edge.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield edge
    server.shutdown()
    server.server_close()


def _jwks(edge: Edge) -> dict[str, Any]:
    return {"keys": [key.jwk() for key in edge.keys]}


def _who_is_it(app: dict[str, Any] | None) -> dict[str, Any]:
    """Saleor takes a token it does not know for no token at all."""
    if app is not None:
        return {"data": {"app": app}}
    sentence = "To access this path, you need one of the following permissions: AUTHENTICATED_APP, OWNER"
    error = {"message": sentence, "extensions": {"exception": {"code": "PermissionDenied"}}}
    return {"data": {"app": None}, "errors": [error]}
