"""Saleor's orders and transactions, read page by page, each page well inside the cost limit."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from commerce.client import (
    DateTimeRangeInput,
    OrdersToCompareOrdersEdgesNode,
    OrderWhereInput,
    StringFilterInput,
    TransactionBooks,
    TransactionsToCompareTransactionsEdgesNode,
    TransactionWhereInput,
)
from commerce.facade import app_store

#: A page of orders, each with its transactions and their events.
ORDERS_A_PAGE: Final = 50
TRANSACTIONS_A_PAGE: Final = 100

StoreOrder = OrdersToCompareOrdersEdgesNode
StoreTransaction = TransactionsToCompareTransactionsEdgesNode


def orders_changed(*, since: datetime, until: datetime | None = None) -> Iterator[StoreOrder]:
    """Yield the orders that Saleor has changed in the time, newest number first."""
    where = OrderWhereInput(updated_at=DateTimeRangeInput(gte=since, lte=until))
    after: str | None = None
    while True:
        page = app_store().orders_to_compare(first=ORDERS_A_PAGE, after=after, where=where).orders
        if page is None:
            return
        yield from (edge.node for edge in page.edges)
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def transactions_changed(*, app: str, since: datetime, until: datetime) -> Iterator[StoreTransaction]:
    """Yield the transactions that came through an app's gateway and have moved in the time."""
    where = TransactionWhereInput(
        app_identifier=StringFilterInput(eq=app), modified_at=DateTimeRangeInput(gte=since, lte=until)
    )
    after: str | None = None
    while True:
        page = app_store().transactions_to_compare(first=TRANSACTIONS_A_PAGE, after=after, where=where)
        if page.transactions is None:
            return
        yield from (edge.node for edge in page.transactions.edges)
        if not page.transactions.page_info.has_next_page:
            return
        after = page.transactions.page_info.end_cursor


def transactions_by_id(ids: Iterable[str]) -> Iterator[dict[str, StoreTransaction]]:
    """Yield Saleor's transactions by their id, a batch at a time; those that it does not know are absent."""
    rows = iter(ids)
    while batch := list(islice(rows, TRANSACTIONS_A_PAGE)):
        found = app_store().transactions_to_compare(
            first=TRANSACTIONS_A_PAGE, where=TransactionWhereInput(ids=batch)
        )
        edges = found.transactions.edges if found.transactions else []
        yield {edge.node.id: edge.node for edge in edges}


def exact(money: Any) -> Decimal:
    """Return a Money of the client as an exact decimal, not by way of its float."""
    return Decimal(money.fractional_amount).scaleb(-money.fraction_digits)


def charged_back(books: TransactionBooks) -> Decimal:
    """Return what a buyer's bank took back: Saleor takes it off the charge, our payment does not know it."""
    return sum(
        (
            exact(event.amount)
            for event in books.events
            if event.type_ is not None and event.type_.value == "CHARGE_BACK"
        ),
        Decimal(0),
    )


def held(books: TransactionBooks) -> Decimal:
    """Return what a transaction holds for its order: charged or promised, on its way included."""
    return sum(
        map(
            exact,
            (
                books.charged_amount,
                books.charge_pending_amount,
                books.authorized_amount,
                books.authorize_pending_amount,
            ),
        ),
        Decimal(0),
    )


def covered(books: TransactionBooks) -> Decimal:
    """Return where the money of an order may be: held, given back, let go, or taken back by a bank."""
    gone = (
        books.refunded_amount,
        books.refund_pending_amount,
        books.canceled_amount,
        books.cancel_pending_amount,
    )
    return held(books) + sum(map(exact, gone), Decimal(0)) + charged_back(books)
