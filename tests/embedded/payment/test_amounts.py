"""What events amount to, whatever their order and number."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.embedded.payment.models import TransactionEventType
from commerce.embedded.payment.rules import Amounts, amounts_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Event:
    type: str
    amount_value: Decimal
    psp_reference: str = ""
    created_at: datetime = NOON
    include_in_calculations: bool = True


def events(*rows: tuple[str, int, str]) -> list[Event]:
    """Events a minute apart."""
    return [
        Event(kind, Decimal(amount), reference, NOON + timedelta(minutes=minute))
        for minute, (kind, amount, reference) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("CHARGE_REQUEST", 89, "P")], {"charge_pending": 89}),
        ([("CHARGE_REQUEST", 89, "P"), ("CHARGE_SUCCESS", 89, "P")], {"charged": 89}),
        ([("CHARGE_REQUEST", 89, "P"), ("CHARGE_FAILURE", 89, "P")], {}),
        ([("CHARGE_SUCCESS", 89, "P"), ("CHARGE_FAILURE", 89, "P")], {}),
        ([("CHARGE_FAILURE", 89, "P"), ("CHARGE_SUCCESS", 89, "P")], {"charged": 89}),
        ([("AUTHORIZATION_SUCCESS", 61, ""), ("CHARGE_SUCCESS", 61, "C")], {"charged": 61}),
        (
            [("AUTHORIZATION_SUCCESS", 60, "A"), ("CHARGE_SUCCESS", 20, "C"), ("CANCEL_SUCCESS", 10, "X")],
            {"authorized": 30, "charged": 20, "canceled": 10},
        ),
        ([("CHARGE_SUCCESS", 89, "P"), ("REFUND_REQUEST", 20, "R")], {"charged": 69, "refund_pending": 20}),
        ([("CHARGE_SUCCESS", 89, "P"), ("REFUND_SUCCESS", 20, "R")], {"charged": 69, "refunded": 20}),
        (
            [("CHARGE_SUCCESS", 89, "P"), ("REFUND_SUCCESS", 20, "R"), ("REFUND_REVERSE", 20, "R")],
            {"charged": 89},
        ),
        ([("CHARGE_SUCCESS", 89, "P"), ("CHARGE_BACK", 89, "B")], {}),
        ([("AUTHORIZATION_SUCCESS", 60, "A"), ("AUTHORIZATION_ADJUSTMENT", 40, "J")], {"authorized": 40}),
        ([("CHARGE_ACTION_REQUIRED", 89, "P"), ("INFO", 1, "P")], {}),
    ],
)
def test_amounts(rows: list[tuple[str, int, str]], expected: dict[str, int]) -> None:
    wanted = Amounts(**{name: Decimal(value) for name, value in expected.items()})
    assert amounts_of(events(*rows)) == wanted


def test_a_request_that_does_not_count_is_nothing() -> None:
    open_session = events(("CHARGE_REQUEST", 89, "P"))
    open_session[0].include_in_calculations = False

    assert amounts_of(open_session) == Amounts()


row = st.builds(
    Event,
    type=st.sampled_from(TransactionEventType.values),
    amount_value=st.decimals(0, 10_000, places=2),
    psp_reference=st.sampled_from(["", "A", "B", "C"]),
    created_at=st.integers(0, 10_000).map(lambda minute: NOON + timedelta(minutes=minute)),
    include_in_calculations=st.booleans(),
)


@given(st.lists(row, max_size=12, unique_by=lambda event: event.created_at), st.randoms())
@settings(max_examples=300, deadline=None)
def test_amounts_never_depend_on_arrival_and_are_never_negative(rows: list[Event], chance: Any) -> None:
    amounts = amounts_of(rows)
    shuffled = list(rows)
    chance.shuffle(shuffled)

    assert amounts_of(shuffled) == amounts
    assert all(getattr(amounts, name) >= 0 for name in Amounts.__slots__)


step = st.tuples(
    st.sampled_from(["CHARGE", "CANCEL", "REFUND"]),
    st.sampled_from(["pending", "success", "failure"]),
    st.integers(1, 100),
)


@given(st.integers(1, 1000), st.lists(step, max_size=15))
@settings(max_examples=300, deadline=None)
def test_money_is_neither_made_nor_lost(held: int, steps: list[tuple[str, str, int]]) -> None:
    """Whatever is charged, let go and given back, within what there is, adds up to what was authorised."""
    rows: list[tuple[str, int, str]] = [("AUTHORIZATION_SUCCESS", held, "AUTH")]
    free = {"CHARGE": held, "CANCEL": held, "REFUND": 0}
    for place, (kind, outcome, wanted) in enumerate(steps):
        amount = min(wanted, free[kind])
        if not amount:
            continue
        reference = f"{kind}-{place}"
        rows.append((f"{kind}_REQUEST", amount, reference))
        if outcome != "pending":
            rows.append((f"{kind}_{outcome.upper()}", amount, reference))
        if outcome != "failure":
            if kind == "REFUND":
                free["REFUND"] -= amount
            else:
                free["CHARGE"] -= amount
                free["CANCEL"] -= amount
                free["REFUND"] += amount if (kind, outcome) == ("CHARGE", "success") else 0

    amounts = amounts_of(events(*rows))

    assert sum(getattr(amounts, name) for name in Amounts.__slots__) == held
