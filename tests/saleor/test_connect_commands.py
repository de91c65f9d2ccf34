"""The commands of a first day with a Saleor say what is missing, and stop where it is."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commerce.errors import StoreRefused
from commerce.models import StoreIdentity
from commerce.saleor import store as saleor
from commerce.saleor.breaker import breaker_of
from commerce.saleor.manifest import subscriptions
from commerce.saleor.reach import our_address
from tests.saleor.test_connect import MISSING
from tests.saleor.young_saleor import API_URL, BASE_URL, YoungSaleor, young

__all__ = ["young"]


@contextmanager
def over_http(world: YoungSaleor) -> Iterator[str]:
    """Serve a world, its keys and our manifest; yields the host's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {
                "/.well-known/jwks.json": {"keys": [{"kty": "RSA", "kid": "1"}]},
                "/saleor/manifest.json": {"id": "umeed.payments"},
            }.get(self.path)
            self._say(200 if found else 404, found or {})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers.get("Authorization") != "Bearer good":
                error = {"message": "Signature", "extensions": {"exception": {"code": "InvalidTokenError"}}}
                self._say(200, {"errors": [error]})
                return
            try:
                data = world.execute(asked["query"], asked["operationName"], asked["variables"])
            except StoreRefused as refusal:
                error = {"message": refusal.message, "extensions": {"exception": {"code": refusal.code}}}
                self._say(200, {"errors": [error], "data": None})
            else:
                self._say(200, {"data": data})

        def _say(self, status: int, said: Any) -> None:
            body = json.dumps(said, default=str).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(transactional_db: None, settings: Any) -> Iterator[YoungSaleor]:
    """A young Saleor that the settings name; our address leads to the same host."""
    world = YoungSaleor()
    with over_http(world) as url:
        settings.SALEOR_API_URL = f"{url}/graphql/"
        settings.SALEOR_APP_TOKEN = "good"
        settings.SALEOR_WEBHOOK_BASE_URL = url
        StoreIdentity.objects.update(issuer=settings.SALEOR_API_URL)
        breaker_of(settings.SALEOR_API_URL).succeeded()
        saleor.app_store.cache_clear()
        yield world
        saleor.app_store.cache_clear()


def run(*command: str) -> tuple[int, str]:
    """Return the exit code and what was printed."""
    out = StringIO()
    try:
        call_command(*command, stdout=out)
    except CommandError as error:
        return 1, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def test_the_commands_of_a_first_day(shop: YoungSaleor) -> None:
    code, said = run("saleor_connect")
    assert code == 1
    assert (
        "missing   channel (2): online missing; stalls missing\n          → manage.py saleor_provision"
        in said
    )
    assert f"; and {len(subscriptions()) - 5} more\n" in said.partition("webhook (")[2]
    assert "ok        clocks: together" in said
    assert shop.writes == []

    code, said = run("saleor_provision", "--dry-run")
    assert code == 0
    assert "would make          2 × channel: online, stalls\n" in said
    assert said.endswith("Nothing was changed (--dry-run).\n")
    assert shop.writes == []

    code, said = run("saleor_provision")
    assert code == 0
    assert "made                channel online\n" in said
    assert "changed             taxes of channel stalls\n" in said

    shop.writes.clear()
    code, said = run("saleor_provision")
    assert (code, shop.writes) == (0, [])
    right = len(subscriptions()) + 126
    assert said == f"{right} already right, 0 would make, 0 would change, 0 worth a look, 0 in the way.\n"

    code, said = run("saleor_connect", "--json")
    told = json.loads(said)
    assert (code, told["ok"]) == (0, True)
    assert {check["state"] for check in told["checks"]} == {"ok"}
    assert "channel (2)" in {check["name"] for check in told["checks"]}


def test_a_wrong_token_is_said_once_and_provisioning_stops(shop: YoungSaleor, settings: Any) -> None:
    settings.SALEOR_APP_TOKEN = "bad"
    code, said = run("saleor_connect")
    assert code == 1
    assert "missing   Saleor: Saleor does not take our token (Signature): mend SALEOR_APP_TOKEN.\n" in said
    assert said.endswith("1 of 5 checks keep the shop from selling.")
    code, said = run("saleor_provision")
    assert code == 1
    assert "mend SALEOR_APP_TOKEN" in said
    assert shop.writes == []


def test_a_missing_permission_is_named_and_stops_provisioning_with_the_stores_words(
    shop: YoungSaleor,
) -> None:
    shop.permissions.discard("MANAGE_SETTINGS")
    code, said = run("saleor_connect")
    assert code == 1
    assert "missing   permissions: without MANAGE_SETTINGS\n" in said
    assert "plan: what is there cannot be read: You need MANAGE_SETTINGS." in said
    code, said = run("saleor_provision")
    assert code == 1
    assert said.startswith("The store refused: You need MANAGE_SETTINGS.")
    assert shop.writes == []


def test_an_address_that_saleor_cannot_reach_is_missing(shop: YoungSaleor, settings: Any) -> None:
    settings.SALEOR_WEBHOOK_BASE_URL = f"{settings.SALEOR_WEBHOOK_BASE_URL}/elsewhere"
    _, said = run("saleor_connect")
    assert "/elsewhere/saleor/manifest.json answers 404, not with our manifest" in said
    settings.SALEOR_WEBHOOK_BASE_URL = "http://127.0.0.1:9"
    _, said = run("saleor_connect")
    assert "look      our address: http://127.0.0.1:9 is not reached from here: ConnectError" in said
    settings.SALEOR_WEBHOOK_BASE_URL = "http://nowhere.invalid"
    _, said = run("saleor_connect")
    assert "http://nowhere.invalid is not reached from here: its host has no address in the DNS" in said


def test_without_a_saleor_there_is_nothing_to_connect(db: None, settings: Any) -> None:
    settings.SALEOR_API_URL = ""
    assert run("saleor_connect") == (
        1,
        "The embedded store is chosen, nothing is to connect: set SALEOR_API_URL.",
    )


def test_our_own_machines_address_is_no_address_for_a_saleor_elsewhere(settings: Any) -> None:
    settings.SALEOR_API_URL = API_URL
    settings.SALEOR_WEBHOOK_BASE_URL = "http://127.0.0.1:8000"
    check = our_address()
    assert (check.state, check.found) == (
        MISSING,
        "http://127.0.0.1:8000 is this machine's own, Saleor is elsewhere",
    )
    assert BASE_URL not in check.found
