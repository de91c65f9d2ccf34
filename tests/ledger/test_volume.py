"""A year of a small mission: 10,000 orders, 50,000 entries. Balances stay quick, batches too."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection

import sellers.ledger.facade as ledger
from sellers.ledger.facade import Clearing, Payment, Payout, PayoutPaid, Purse
from sellers.ledger.models import JournalEntry, Line
from tests.ledger.conftest import DAY, rupees, sale, shawl

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

GROUPS = [f"G{number:03}" for number in range(500)]
ORDERS = 10_000
CHUNK = 500


def seconds(call: Callable[[], object], times: int = 1) -> float:
    """Return the best of so many tries."""
    took = []
    for _ in range(times):
        began = perf_counter()
        call()
        took.append(perf_counter() - began)
    return min(took)


def chunks(rows):
    return [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]


def write_a_year() -> dict[str, float]:
    took: dict[str, float] = {}
    orders = [
        sale(
            f"{number}",
            shawl(f"{number}-1", group_code=GROUPS[number % len(GROUPS)]),
            on=DAY + timedelta(days=number % 365),
        )
        for number in range(ORDERS)
    ]
    took["10,000 sales"] = seconds(lambda: [ledger.recognise_sales(some) for some in chunks(orders)])
    took["1,000 payments, one by one"] = seconds(
        lambda: [
            ledger.receive_payment(
                Payment(order.order, f"pi_{order.order}", Purse.STRIPE, order.total, order.occurred_on)
            )
            for order in orders[:1000]
        ]
    )
    for order in orders[1000:]:
        ledger.receive_payment(
            Payment(order.order, f"pi_{order.order}", Purse.STRIPE, order.total, order.occurred_on)
        )
    clearings = [
        Clearing(order.order, order.shares[0].item, order.occurred_on + timedelta(days=14))
        for order in orders
    ]
    took["10,000 clearings in one call"] = seconds(lambda: ledger.clear_shares(clearings))
    payouts = [
        Payout(f"P{number}", GROUPS[number % len(GROUPS)], rupees("952.10"), DAY + timedelta(days=400))
        for number in range(ORDERS)
    ]
    took["batch of 10,000 payouts in one call"] = seconds(lambda: ledger.send_payouts(payouts))
    paid = [PayoutPaid(payout.reference, f"U{payout.reference}", payout.occurred_on) for payout in payouts]
    took["10,000 confirmations in one call"] = seconds(lambda: ledger.confirm_payouts(paid))
    return took


def test_fifty_thousand_entries(capsys):
    took = write_a_year()
    assert JournalEntry.objects.count() == 50_000
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE sellers_ledger_line")
        cursor.execute("VACUUM ANALYZE sellers_ledger_journalentry")
    busiest = ledger.account_of("due-from-buyers")
    reads = {
        "balance of the busiest account": lambda: ledger.balance(busiest),
        "balance of a group": lambda: ledger.balance(ledger.account_of("payable-to-seller", "G001")),
        "position of a group": lambda: ledger.positions(["G001"]),
        "positions of 500 groups": lambda: ledger.positions(GROUPS),
        "a group's statement of a month": lambda: ledger.statement(
            owner="G001", since=DAY, until=DAY + timedelta(days=31)
        ),
        "trial balance": ledger.trial_balance,
        "trial balance of a day": lambda: ledger.trial_balance(before=DAY + timedelta(days=180)),
        "all invariants": lambda: [check() for _, check in ledger.invariants()],
    }
    took |= {name: seconds(read, times=5) for name, read in reads.items()}
    with capsys.disabled():
        print(f"\n{Line.objects.count():,} lines")
        for name, each in took.items():
            print(f"{name:40} {each * 1000:10.1f} ms")

    assert [line for _, check in ledger.invariants() for line in check()] == []
    assert ledger.balance(busiest) == rupees(0)
    assert {each.payable for each in ledger.positions(GROUPS).values()} == {rupees(0)}
    assert took["batch of 10,000 payouts in one call"] < 30
    assert took["balance of a group"] < 0.02
    assert took["balance of the busiest account"] < 0.1
    assert took["trial balance"] < 2
