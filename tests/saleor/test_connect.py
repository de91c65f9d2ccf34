"""What keeps Saleor and our app apart is said in words, with how to mend it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commerce.client.client import Store
from commerce.errors import StoreMisconfigured, StoreRefused, StoreUnavailable
from commerce.facade import CheckState
from commerce.models import StoreIdentity
from commerce.saleor import store as saleor
from commerce.saleor.breaker import breaker_of
from commerce.saleor.checks import store_checks, version_check
from commerce.saleor.manifest import subscriptions
from commerce.saleor.reach import clock_check, our_address
from tests.saleor.young_saleor import API_URL, BASE_URL, YoungSaleor, young

__all__ = ["young"]

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OK, LOOK, MISSING = CheckState


def found_in(world: YoungSaleor) -> list[tuple[str, str, str, str]]:
    """Return what is not right as (state, name, found, mend)."""
    return [
        (check.state.value, check.name, check.found, check.mend)
        for check in store_checks(world.store(), now=NOON)
        if check.state is not OK
    ]


def failed(minutes_ago: int, *, status: int | None, said: str) -> dict[str, Any]:
    attempt = {"node": {"responseStatusCode": status, "response": said}}
    node = {
        "createdAt": (NOON - timedelta(minutes=minutes_ago)).isoformat(),
        "eventType": "ORDER_CREATED",
        "attempts": {"edges": [attempt]},
    }
    return {"edges": [{"node": node}]}


def hook(**changed: Any) -> dict[str, Any]:
    return {"identifier": "order_created", "name": "Umeed order created", **changed}


def waiting(minutes: int) -> dict[str, Any]:
    node = {"createdAt": (NOON - timedelta(minutes=minutes)).isoformat(), "eventType": "ORDER_CREATED"}
    return {"edges": [{"node": node}]}


def test_nothing_is_wrong_with_a_store_that_knows_us(young: YoungSaleor) -> None:
    checks = store_checks(young.store(), now=NOON)
    assert [(check.name, check.state) for check in checks] == [
        ("database", OK),
        ("Saleor", OK),
        ("app", OK),
        ("permissions", OK),
        ("deliveries", OK),
        ("taxes by country", OK),
    ]
    assert young.writes == []


def _without_permissions(world: YoungSaleor) -> None:
    world.permissions -= {"MANAGE_TAXES", "HANDLE_PAYMENTS"}


def _another_apps_token(world: YoungSaleor) -> None:
    assert world.app is not None
    world.app.update(identifier="crm.app", name="CRM")


def _switched_off(world: YoungSaleor) -> None:
    assert world.app is not None
    world.app["isActive"] = False


def _breaker_open(world: YoungSaleor) -> None:
    assert world.app is not None
    world.app["breakerState"] = "OPEN"


def _unknown_token(world: YoungSaleor) -> None:
    world.app = None


def _old(world: YoungSaleor) -> None:
    world.version = "3.20.71"


def _newer(world: YoungSaleor) -> None:
    world.version = "3.27.0-a.1"


def _anothers_database(_world: YoungSaleor) -> None:
    StoreIdentity.objects.update(issuer="https://other.example/graphql/")


def _nobodys_database(_world: YoungSaleor) -> None:
    StoreIdentity.objects.all().delete()


def _delivery_refused(world: YoungSaleor) -> None:
    world.hooks = [hook(failed=failed(90, status=401, said="The signature\nnames a key"))]


def _delivery_without_answer(world: YoungSaleor) -> None:
    world.hooks = [hook(identifier=None, failed=failed(90, status=None, said=""))]


def _old_failure(world: YoungSaleor) -> None:
    world.hooks = [hook(failed=failed(60 * 25, status=500, said=""))]


def _no_worker(world: YoungSaleor) -> None:
    world.hooks = [hook(pending=waiting(11))]


def _busy_worker(world: YoungSaleor) -> None:
    world.hooks = [hook(pending=waiting(3))]


def _taxed_otherwise(world: YoungSaleor) -> None:
    flat = {"country": {"code": "IN"}, "taxCalculationStrategy": "FLAT_RATES", "taxAppId": None}
    world.tax_exceptions = {"online": [flat], "default-channel": [flat]}


EXTENSIONS = "dashboard: Extensions › Umeed › "
BROKEN: list[tuple[Callable[[YoungSaleor], None], list[tuple[str, str, str, str]]]] = [
    (
        _without_permissions,
        [
            (
                "missing",
                "permissions",
                "without HANDLE_PAYMENTS, MANAGE_TAXES",
                EXTENSIONS + "Permissions › Edit, tick them, save",
            )
        ],
    ),
    (
        _another_apps_token,
        [
            (
                "missing",
                "app",
                "the token belongs to crm.app",
                "payments and taxes are asked of the identifier umeed.payments, which an app gets from our "
                "manifest: install it from /saleor/manifest.json and use that token",
            )
        ],
    ),
    (_switched_off, [("missing", "app", "it is switched off", EXTENSIONS + "activate")]),
    (
        _breaker_open,
        [
            (
                "look",
                "app",
                "Saleor's circuit breaker is OPEN: it does not ask us now",
                "see why our answers failed (our log, Saleor's log); it closes by itself",
            )
        ],
    ),
    (
        _unknown_token,
        [
            (
                "missing",
                "app",
                "Saleor knows no app by our token",
                "install our app from /saleor/manifest.json (dashboard: Extensions), or set SALEOR_APP_TOKEN",
            )
        ],
    ),
    (_old, [("missing", "Saleor", "version 3.20.71 is too old", "upgrade Saleor to 3.23 or later")]),
    (
        _newer,
        [
            (
                "look",
                "Saleor",
                "version 3.27.0-a.1 is newer than what we have tried",
                "run make test-saleor against it first; tried up to 3.24",
            )
        ],
    ),
    (
        _anothers_database,
        [
            (
                "missing",
                "database",
                "it belongs to the store https://other.example/graphql/",
                "use that store's SALEOR_API_URL, or another DATABASE_URL for this one",
            )
        ],
    ),
    (
        _nobodys_database,
        [("missing", "database", "it belongs to no store yet", "call manage.py migrate, which binds it")],
    ),
    (
        _delivery_refused,
        [
            (
                "look",
                "deliveries",
                "failed for good in the last day: order_created (status 401: The signature names a key)",
                "mend the reason, then manage.py saleor_reconcile",
            )
        ],
    ),
    (
        _delivery_without_answer,
        [
            (
                "look",
                "deliveries",
                "failed for good in the last day: Umeed order created (no answer)",
                "mend the reason, then manage.py saleor_reconcile",
            )
        ],
    ),
    (_old_failure, []),
    (
        _no_worker,
        [
            (
                "look",
                "deliveries",
                "still waiting: order_created since 2026-11-20T11:49",
                "is Saleor's worker (celery) running, with its broker?",
            )
        ],
    ),
    (_busy_worker, []),
    (
        _taxed_otherwise,
        [
            (
                "missing",
                "taxes by country",
                "an exception (online: IN) passes us by",
                "dashboard: Taxes › Channels › remove the exception for India",
            )
        ],
    ),
]


@pytest.mark.parametrize(("breaking", "said"), BROKEN, ids=[entry[0].__name__[1:] for entry in BROKEN])
def test_each_broken_world_is_told_in_words(
    young: YoungSaleor,
    breaking: Callable[[YoungSaleor], None],
    said: list[tuple[str, str, str, str]],
) -> None:
    breaking(young)
    assert found_in(young) == said


@dataclass
class Deaf:
    """A store that gives no answer, or refuses every question."""

    fault: Exception

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (
            StoreUnavailable("The store did not answer: no connection."),
            "The store did not answer: no connection.",
        ),
        (StoreMisconfigured("Saleor does not take our token."), "Saleor does not take our token."),
    ],
)
def test_a_store_without_an_answer_ends_the_checks(young: YoungSaleor, fault: Exception, found: str) -> None:
    *_, last = store_checks(Store(Deaf(fault)), now=NOON)
    assert (last.name, last.state, last.found) == ("Saleor", MISSING, found)
    assert f"we ask {API_URL}" in last.mend


def test_versions_are_compared_by_number() -> None:
    assert version_check("3.23.0").state is OK
    assert version_check("3.24.0-a.0").state is OK
    assert version_check("3.9.5").state is MISSING
    assert version_check("4.0").state is LOOK


@pytest.mark.parametrize(
    ("date", "state", "found"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", OK, "together"),
        ("Fri, 20 Nov 2026 11:59:56 GMT", OK, "together"),
        ("Fri, 20 Nov 2026 12:00:20 GMT", LOOK, "20 s apart"),
        ("Fri, 20 Nov 2026 11:50:00 GMT", MISSING, "599 s apart"),
        ("yesterday", LOOK, "Saleor's Date cannot be read: yesterday"),
    ],
)
def test_clocks_are_compared_by_the_answers_date(date: str, state: CheckState, found: str) -> None:
    check = clock_check(date, between=(NOON, NOON))
    assert (check.state, check.found) == (state, found)


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
