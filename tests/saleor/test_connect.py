"""What keeps Saleor and our app apart is said in words, with how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commerce.client.client import Store
from commerce.errors import StoreMisconfigured, StoreUnavailable
from commerce.facade import CheckState
from commerce.models import StoreIdentity
from commerce.saleor.checks import store_checks, version_check
from commerce.saleor.reach import clock_check
from tests.saleor.young_saleor import API_URL, YoungSaleor, young

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
