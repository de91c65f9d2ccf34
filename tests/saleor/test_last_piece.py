"""Saleor may sell the last piece twice: completions go in single file, and what slips through is found."""

import threading
import time
from typing import Any

import pytest

from commerce.client.client import Store
from commerce.saleor.oversold import orders_too_many
from commerce.saleor.single_file import SingleFile


class Shelf:
    """A transport that answers what oversold.py and single_file.py ask; ``overlapping`` counts completions."""

    def __init__(self, **orders: list[tuple[str, int]]) -> None:
        self.orders = orders
        self.stocks: dict[str, int] = {}
        self.asked: list[str] = []
        self.at_work: set[str] = set()
        self.overlapping = 0

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(operation_name or "")
        if operation_name == "PiecesOfCheckout":
            pieces = variables["id"].split("+")
            return {"checkout": {"lines": [{"variant": {"id": piece}} for piece in pieces]}}
        if operation_name == "PiecesOfOrder":
            lines = [{"variant": self._variant(piece)} for piece, _ in self.orders[variables["id"]]]
            return {"order": {"created": "2026-11-21T10:00:00+00:00", "lines": lines}}
        if operation_name == "OrdersSince":
            nodes = [{"node": self._order(name)} for name in reversed(self.orders)]
            half = len(nodes) // 2
            page, more = (nodes[half:], False) if variables.get("after") else (nodes[:half], True)
            return {"orders": {"pageInfo": {"hasNextPage": more, "endCursor": "half"}, "edges": page}}
        pieces = set(variables["id"].split("+"))
        self.overlapping += bool(self.at_work & pieces)
        self.at_work |= pieces
        time.sleep(0.05)
        self.at_work -= pieces
        return {"checkoutComplete": None}

    def _variant(self, piece: str) -> dict[str, Any]:
        allocated = sum(count for lines in self.orders.values() for each, count in lines if each == piece)
        return {"id": piece, "stocks": [{"quantity": self.stocks[piece], "quantityAllocated": allocated}]}

    def _order(self, name: str) -> dict[str, Any]:
        lines = [
            {"variant": {"id": piece}, "allocations": [{"quantity": n}]} for piece, n in self.orders[name]
        ]
        return {"id": name, "number": name, "lines": lines}


def test_enough_of_everything_costs_one_question() -> None:
    shelf = Shelf(first=[("box", 1)], second=[("box", 2), ("stole", 1)])
    shelf.stocks = {"box": 3, "stole": 1}

    assert orders_too_many(Store(shelf), "second") == []
    assert shelf.asked == ["PiecesOfOrder"]


@pytest.mark.parametrize("asking", ["first", "second", "third"])
def test_whoever_looks_the_newest_give_way_until_it_suffices(asking: str) -> None:
    shelf = Shelf(first=[("box", 1)], second=[("box", 1)], other=[("stole", 1)], third=[("box", 1)])
    shelf.stocks = {"box": 1, "stole": 1}

    assert orders_too_many(Store(shelf), asking) == ["third", "second"]


def test_an_order_that_takes_two_gives_way_for_both() -> None:
    shelf = Shelf(first=[("box", 1)], second=[("box", 2)])
    shelf.stocks = {"box": 1}

    assert orders_too_many(Store(shelf), "first") == ["second"]


@pytest.mark.django_db(transaction=True)
def test_checkouts_with_the_same_piece_are_completed_one_after_the_other() -> None:
    from django.db import connection

    shelf = Shelf()
    transport = SingleFile(shelf)

    def complete(pieces: str) -> None:
        transport.execute("mutation CheckoutComplete { x }", "CheckoutComplete", {"id": pieces})
        connection.close()

    bags = ["box+stole", "stole+box", "box", "tray+stole", "stole", "box+tray"]
    threads = [threading.Thread(target=complete, args=(bag,)) for bag in bags]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert shelf.asked.count("CheckoutComplete") == len(bags)
    assert shelf.overlapping == 0
