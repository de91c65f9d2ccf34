"""A promise of cash between a request and its answer, as a store writes it down that asks its app later."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from commerce.client import OrderPartsTransactions
from sellers.orders.services.promises import Promise, promise_of

NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def money(rupees: int) -> dict[str, object]:
    return {"amount": rupees, "fractionalAmount": rupees * 100, "fractionDigits": 2, "currency": "INR"}


def item(*events: tuple[str, str, int], authorized: int, charged: int = 0) -> OrderPartsTransactions:
    """What an order says of its cash: 4,799 were promised, as Saleor writes it; then these events."""
    first = (("CHARGE_REQUEST", "cash", 4799), ("AUTHORIZATION_SUCCESS", "cash", 4799))
    return OrderPartsTransactions.model_validate(
        {
            "id": "VHJhbnNhY3Rpb25JdGVtOjE=",
            "pspReference": "cash",
            "name": "",
            "actions": ["CANCEL"],
            "chargedAmount": money(charged),
            "authorizedAmount": money(authorized),
            "events": [
                {"type": kind, "createdAt": NOON, "pspReference": reference, "amount": money(rupees)}
                for kind, reference, rupees in (*first, *events)
            ],
        }
    )


@pytest.mark.parametrize(
    ("events", "sums", "left"),
    [
        ((), {"authorized": 4799}, (4799, 0)),
        ((("CANCEL_REQUEST", "", 3542),), {"authorized": 4799}, (1257, 0)),
        ((("CANCEL_REQUEST", "c1", 3542),), {"authorized": 1257}, (1257, 0)),
        ((("CANCEL_REQUEST", "c1", 3542), ("CANCEL_SUCCESS", "c1", 3542)), {"authorized": 4799}, (1257, 0)),
        ((("CANCEL_REQUEST", "c1", 3542), ("CANCEL_FAILURE", "c1", 3542)), {"authorized": 4799}, (4799, 0)),
        ((("CANCEL_REQUEST", "", 3542), ("CANCEL_FAILURE", "", 3542)), {"authorized": 4799}, (4799, 0)),
        ((("CANCEL_SUCCESS", "told", 3542),), {"authorized": 1257}, (1257, 0)),
        ((("CHARGE_REQUEST", "", 3542),), {"authorized": 4799}, (1257, 3542)),
        (
            (("CHARGE_REQUEST", "h1", 3542), ("CHARGE_SUCCESS", "h1", 3542)),
            {"authorized": 4799, "charged": 0},
            (1257, 3542),
        ),
    ],
    ids=["fresh", "asked", "under way", "sums late", "refused", "lost", "told", "charge asked", "charged"],
)
def test_what_was_asked_is_not_asked_again(
    events: tuple[tuple[str, str, int], ...], sums: dict[str, int], left: tuple[int, int]
) -> None:
    seen = promise_of(item(*events, **sums), now=NOON + SECOND)
    assert seen == Promise(left=Decimal(left[0]), charged=Decimal(left[1]))


def test_a_request_that_nobody_answered_may_be_made_again() -> None:
    asked = item(("CANCEL_REQUEST", "", 3542), authorized=4799)
    assert promise_of(asked, now=NOON + timedelta(minutes=9)).left == 1257
    assert promise_of(asked, now=NOON + timedelta(minutes=11)).left == 4799
