"""What the store's own books say, read through its API: the same on the embedded store and on a Saleor."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.clock import now

DOCUMENTS = Path(__file__).with_name("documents")


@cache
def _document(name: str) -> str:
    return (DOCUMENTS / f"{name}.graphql").read_text()


def ask(operation: str, *, of: str = "books", **variables: Any) -> dict[str, Any]:
    """Run an operation of tests/common/documents with the app's permissions."""
    return app_store().execute(_document(of), operation, variables)


def orders_with(sku_ending: str, *, since: datetime) -> list[OrderParts]:
    """Return the orders with a line whose SKU ends so, oldest first; a store that is never emptied has others."""
    found: list[OrderParts] = []
    after, before_us = None, since - timedelta(minutes=10)
    while True:
        page = ask("NewestOrders", after=after)["orders"]
        nodes = [edge["node"] for edge in page["edges"]]
        for node in nodes:
            if any((line["productSku"] or "").endswith(sku_ending) for line in node["lines"]):
                found.append(order_details(node["id"]))
        oldest = datetime.fromisoformat(nodes[-1]["created"]) if nodes else now()
        if not page["pageInfo"]["hasNextPage"] or oldest < before_us:
            return found[::-1]
        after = page["pageInfo"]["endCursor"]


def order_details(gid: str) -> OrderParts:
    order = app_store().order_details(id=gid).order
    assert order is not None, gid
    return order


def stock_of(variant: str) -> tuple[int, int]:
    """Return (pieces, those allocated to orders) of a variant in all warehouses."""
    stocks = ask("StockOfVariant", id=variant)["productVariant"]["stocks"]
    return sum(each["quantity"] for each in stocks), sum(each["quantityAllocated"] for each in stocks)


def checkout_is_open(gid: str) -> bool:
    return ask("OpenCheckout", id=gid)["checkout"] is not None


def paise(money: Any) -> int:
    """Return an amount as the card company counts it."""
    return int(money.fractional_amount)
