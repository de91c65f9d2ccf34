"""The local Stripe server as a real process, a buyer with a browser, and somebody who takes webhooks."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from tests.common.program import Program

LATE_SECONDS = 0.6
SECRET = "whsec_test"


@dataclass
class LocalStripe(Program):
    """Its webhooks are signed; a late one comes after ``late_seconds``."""

    late_seconds: float = LATE_SECONDS

    def command(self) -> list[str]:
        late = ["--late-seconds", str(self.late_seconds)]
        return ["commerce.payments.local_stripe", "--webhook-secret", SECRET, *late]


@dataclass
class Webhook:
    body: bytes
    signature: str
    kind: str
    at: float


@dataclass
class Receiver:
    """Keeps what is posted; ``statuses`` are answered one after the other, then 200."""

    received: list[Webhook] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                kind = re.search(rb'"type":"([a-z_.]+)"\}$', body)
                receiver.received.append(
                    Webhook(
                        body, self.headers["Stripe-Signature"], kind[1].decode() if kind else "", time.time()
                    )
                )
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook/"

    def stop(self) -> None:
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()

    def kinds(self, about: str = "") -> list[str]:
        """Return what came, in order; ``about`` is an id that the event names."""
        return [webhook.kind for webhook in self.received if about.encode() in webhook.body]

    def wait_for(self, kind: str, *, count: int = 1, about: str = "", seconds: float = 8) -> list[Webhook]:
        wait_until(lambda: self.kinds(about).count(kind) >= count, f"{count} × {kind}", seconds=seconds)
        return [each for each in self.received if each.kind == kind and about.encode() in each.body]


def wait_until(happened: Callable[[], bool], what: str, *, seconds: float = 8) -> None:
    until = time.time() + seconds
    while not happened():
        assert time.time() < until, f"waited {seconds} s in vain for {what}"
        time.sleep(0.02)


class Buyer:
    """Somebody at the hosted pay page; follows no redirect, as the shop is not there."""

    def __init__(self) -> None:
        self.browser = httpx.Client(timeout=10)

    def secret(self, url: str) -> str:
        found = re.search('name="secret" value="([^"]+)"', self.browser.get(url).text)
        assert found, "the page holds no form"
        return found[1]

    def pay(self, url: str, card: str = "4242 4242 4242 4242", **fields: str) -> httpx.Response:
        form = {"secret": self.secret(url), "number": card, "expiry": "12 / 34", "cvc": "123", **fields}
        return self.browser.post(url, data=form)

    def at_bank(self, url: str, decision: str) -> httpx.Response:
        return self.browser.post(
            f"{url}/bank", data={"secret": self.secret(f"{url}/bank"), "decision": decision}
        )
