"""
What must hold between a Saleor and our payments, asked through its API.

Saleor's tables are not ours to read, and a shop of years has more orders than can be paged through each
time: what changed in the last ``STORE_CHECK_DAYS`` days is compared (14 unless set). What Saleor says of
itself alone (stock, allocations, sums of an order) is Saleor's to keep.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from commerce.books import LISTED_MAX, STILL_MOVING, ZERO, disagreement, net_charge, resting
from commerce.payments.models import PaymentAttempt
from commerce.saleor.books import (
    TRANSACTIONS_A_PAGE,
    StoreOrder,
    StoreTransaction,
    charged_back,
    covered,
    exact,
    held,
    orders_changed,
    transactions_by_id,
    transactions_changed,
)
from jkrlm.kernel.clock import now

#: Orders that owe nothing (any more).
OWES_NOTHING: Final = frozenset({"DRAFT", "UNCONFIRMED", "CANCELED", "EXPIRED"})


def since(at: datetime) -> datetime:
    """Return how far back we look."""
    return at - timedelta(days=settings.STORE_CHECK_DAYS)


def _our_orders() -> Iterator[StoreOrder]:
    """Yield the orders of the web shop; those of the stalls are paid at the till."""
    return (
        order for order in orders_changed(since=since(now())) if order.channel.slug == settings.CHANNEL_ONLINE
    )


def _orders_covered() -> list[str]:
    faults = []
    for order in _our_orders():
        total = exact(order.total.gross)
        cover = sum(map(covered, order.transactions), ZERO)
        if order.status.value not in OWES_NOTHING and cover < total:
            faults.append(f"order {order.number}: {cover} of {total} is covered")
    return faults[:LISTED_MAX]


def _orders_not_overpaid() -> list[str]:
    faults = []
    still_moving = now() - STILL_MOVING
    for order in _our_orders():
        total, kept = exact(order.total.gross), sum(map(held, order.transactions), ZERO)
        resting_all = all(each.modified_at < still_moving for each in order.transactions)
        if resting_all and kept > total:
            faults.append(f"order {order.number}: {kept} held for {total}")
    return faults[:LISTED_MAX]


def with_books(
    attempts: QuerySet[PaymentAttempt],
) -> Iterator[tuple[PaymentAttempt, StoreTransaction | None]]:
    """Yield payments, oldest first, each with Saleor's account of it; one question for a hundred."""
    rows = attempts.order_by("id").iterator(TRANSACTIONS_A_PAGE)
    while batch := list(islice(rows, TRANSACTIONS_A_PAGE)):
        known: dict[str, StoreTransaction] = {}
        for found in transactions_by_id(attempt.transaction_id for attempt in batch):
            known |= found
        for attempt in batch:
            yield attempt, known.get(attempt.transaction_id)


def _paid_orders_are_there() -> list[str]:
    """A payment that names its order has it, and the order has the payment."""
    faults = []
    named = PaymentAttempt.objects.filter(changed_at__gte=since(now())).exclude(order_id="")
    for attempt, item in with_books(named):
        there = item.order.id if item is not None and item.order is not None else "none"
        if there != attempt.order_id:
            faults.append(f"{attempt.transaction_id}: pays {attempt.order_id}, in the store {there}")
    return faults[:LISTED_MAX]


def disagreeing(attempts: QuerySet[PaymentAttempt]) -> Iterator[tuple[PaymentAttempt, str]]:
    """Yield those of ``resting`` whose net charge is another in Saleor's books, with the sentence."""
    for attempt, item in with_books(attempts):
        ours = net_charge(attempt)
        theirs = exact(item.charged_amount) + charged_back(item) if item is not None else ZERO
        if ours != theirs:
            yield attempt, disagreement(attempt, ours=ours, theirs=theirs)


def _books_agree() -> list[str]:
    at = now()
    lately = resting(at).filter(changed_at__gte=since(at))
    return [sentence for _, sentence in islice(disagreeing(lately), LISTED_MAX)]


def _money_is_known() -> list[str]:
    at = now()
    found = transactions_changed(app=settings.APP_IDENTIFIER, since=since(at), until=at - STILL_MOVING)
    holding = [
        item.id
        for item in found
        if item.charged_amount.fractional_amount or item.authorized_amount.fractional_amount
    ]
    rows = PaymentAttempt.objects.filter(transaction_id__in=holding)
    known = set(rows.values_list("transaction_id", flat=True))
    faults = [f"{gid}: the payment app knows nothing of it" for gid in holding if gid not in known]
    return faults[:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every order is covered by what was charged, promised or given back", _orders_covered),
        ("no order holds more money than it costs", _orders_not_overpaid),
        ("every payment that names an order has it", _paid_orders_are_there),
        ("the payment app and the store agree on what each payment holds", _books_agree),
        ("every sum in the store's books is a payment of ours", _money_is_known),
    )
