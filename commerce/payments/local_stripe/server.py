"""HTTP around it: sizes, encodings, and never a 500 for what somebody sent."""

import json
import logging
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from commerce.payments.local_stripe import api, hosted, pages
from commerce.payments.local_stripe.database import Database, new_id
from commerce.payments.local_stripe.sessions import Place

logger = logging.getLogger(__name__)

BODY_BYTES_MAX = 256 * 1024
_CSS = (Path(__file__).parent / "static" / "pay.css").read_bytes()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], *, database: Database, late_seconds: float) -> None:
        super().__init__(address, Handler)
        host = f"[{address[0]}]" if ":" in address[0] else address[0]
        self.place = Place(f"http://{host}:{self.server_address[1]}", late_seconds)
        self.database = database


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version = "LocalStripe"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        logger.debug(format, *args)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_HEAD(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def _handle(self, method: str) -> None:
        try:
            parts = urlsplit(self.path)
            path, query = parts.path, parts.query
        except ValueError:
            path, query = "/", ""
        body = self._body()
        if body is None:
            return
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            self._refuse(path, 400, "The request body is not UTF-8.")
            return
        try:
            self._route(method, path, query, text)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True
        except Exception:
            logger.exception("%s %s failed", method, path)
            self._refuse(path, 500, "An error on our side.")

    def _route(self, method: str, path: str, query: str, text: str) -> None:
        if path.startswith("/v1/"):
            self._api(method, path, query, text)
        elif path.startswith("/pay/") and method in ("GET", "POST"):
            place, database = self.server.place, self.server.database
            page = hosted.respond(database, method, path, text, place=place, at=time.time())
            headers = dict(page.headers)
            if page.location is not None:
                headers["Location"] = page.location
            self._send(page.status, page.html.encode(), "text/html; charset=utf-8", headers)
        elif method == "GET" and path == "/static/pay.css":
            self._send(200, _CSS, "text/css; charset=utf-8", {"Cache-Control": "max-age=300"})
        elif method == "GET" and path == "/healthz":
            self._send(200, b"ok\n", "text/plain; charset=utf-8", {})
        elif method in ("GET", "POST"):
            self._refuse(path, 404, "There is nothing at this address.")
        else:
            self._refuse(path, 405, "This method is not for this address.")

    def _api(self, method: str, path: str, query: str, text: str) -> None:
        if method not in ("GET", "POST"):
            self._refuse(path, 404, f"Unrecognized request URL ({method}: {path[:200]}).")
            return
        call = api.Call(
            method=method,
            path=path,
            query=query,
            body=text,
            authorization=self.headers.get("Authorization", ""),
            idempotency_key=self.headers.get("Idempotency-Key", ""),
            at=time.time(),
        )
        answer = api.answer(self.server.database, call, place=self.server.place)
        headers = {"Request-Id": new_id("req")}
        if answer.replayed:
            headers["Idempotent-Replayed"] = "true"
        self._send(answer.status, answer.body.encode(), "application/json", headers)

    def _body(self) -> bytes | None:
        """Read the body; answers itself and returns None where it must not be read."""
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._refuse(self.path, 411, "Send a Content-Length.")
            return None
        length = self.headers.get("Content-Length", "0")
        if not length.isascii() or not length.isdigit():
            self.close_connection = True
            self._refuse(self.path, 400, "The Content-Length is not a number.")
            return None
        if len(length) > 9 or int(length) > BODY_BYTES_MAX:
            self.close_connection = True
            self._refuse(self.path, 413, "The request is too large.")
            return None
        return self.rfile.read(int(length))

    def _refuse(self, path: str, status: int, sentence: str) -> None:
        if path.startswith("/v1/"):
            kind = "api_error" if status >= 500 else "invalid_request_error"
            body = json.dumps({"error": {"message": sentence, "type": kind}}).encode()
            self._send(status, body, "application/json", {})
        else:
            self._send(
                status,
                pages.message("Not found" if status == 404 else "Not accepted", sentence).encode(),
                "text/html; charset=utf-8",
                {},
            )

    def _send(self, status: int, body: bytes, content_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        merged = {
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": pages.content_policy(None),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            **headers,
        }
        for name, value in merged.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()
