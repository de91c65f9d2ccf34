"""Which stock serves which line. Numbers in, numbers out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Line(Protocol):
    """What the warehouse needs to know of a line of a checkout or an order."""

    @property
    def pk(self) -> UUID: ...

    @property
    def variant_id(self) -> int | None: ...

    quantity: int


@dataclass(frozen=True, slots=True)
class Take:
    """So many units of one stock for one line."""

    line_pk: UUID
    stock_id: int
    quantity: int


def plan_takes(
    lines: Sequence[Line], *, free: Mapping[int, dict[int, int]]
) -> tuple[list[Take], dict[UUID, int]]:
    """
    Return the units to take, and for each line that cannot be served how many of its variant are left.

    `free` maps a variant to its stocks and what is free in each, in order of preference. A stock
    that can serve a whole line goes before splitting it over several.
    """
    left = {variant_id: dict(stocks) for variant_id, stocks in free.items()}
    takes: list[Take] = []
    short: dict[UUID, int] = {}
    for line in lines:
        stocks = left.get(line.variant_id or 0, {})
        total = sum(max(quantity, 0) for quantity in stocks.values())
        if total < line.quantity:
            short[line.pk] = total
            continue
        whole = [stock_id for stock_id, quantity in stocks.items() if quantity >= line.quantity]
        wanted = line.quantity
        for stock_id in whole[:1] or list(stocks):
            quantity = min(max(stocks[stock_id], 0), wanted)
            if quantity:
                takes.append(Take(line.pk, stock_id, quantity))
                stocks[stock_id] -= quantity
                wanted -= quantity
    return takes, short
