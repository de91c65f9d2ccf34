"""The door of stock. Here the clock is read; inside, the moment is handed on."""

from collections.abc import Collection, Sequence

from exhibitions.plan.facade import Exhibition
from exhibitions.stock.contracts import ConsignmentView, Counted, Goods, GroupGoods, Packed, Short, Sold
from exhibitions.stock.demo import bring_demo_goods, load_demo, send_demo_goods_home
from exhibitions.stock.errors import (
    BadCount,
    BadPrice,
    ConsignmentUnknown,
    KeyTaken,
    NotHere,
    PieceElsewhere,
    StockRefusal,
    WrongState,
)
from exhibitions.stock.invariants import invariants
from exhibitions.stock.selectors import (
    consignments,
    goods_at,
    open_differences,
    totals_by_group,
    warehouse_of,
)
from exhibitions.stock.services import bills as _bills
from exhibitions.stock.services import event_warehouse as _warehouse
from exhibitions.stock.services.count import count
from exhibitions.stock.services.follow import on_exhibition_moved, on_stock_moved
from exhibitions.stock.services.leave import cancel, leave
from exhibitions.stock.services.pack import pack
from exhibitions.stock.services.prices import (
    fair_prices,
    name_prices,
    on_consignment_moved,
    on_fair_prices_named,
    on_price_wished,
)
from exhibitions.stock.services.send_back import send_back
from exhibitions.stock.services.settle import settle
from exhibitions.stock.states import Bearer, Direction, Hand, Outcome
from exhibitions.stock.told import (
    DifferenceView,
    FoundView,
    LineView,
    consignment,
    difference,
    differences,
    lines_of,
)
from jkrlm.kernel import clock

__all__ = [
    "BadCount",
    "BadPrice",
    "Bearer",
    "ConsignmentUnknown",
    "ConsignmentView",
    "Counted",
    "DifferenceView",
    "Direction",
    "FoundView",
    "Goods",
    "GroupGoods",
    "Hand",
    "KeyTaken",
    "LineView",
    "NotHere",
    "Outcome",
    "Packed",
    "PieceElsewhere",
    "Short",
    "Sold",
    "StockRefusal",
    "WrongState",
    "bring_demo_goods",
    "cancel",
    "consignment",
    "consignments",
    "count",
    "difference",
    "differences",
    "fair_prices",
    "goods_at",
    "invariants",
    "leave",
    "lines_of",
    "load_demo",
    "name_prices",
    "note_back",
    "note_imported",
    "note_sold",
    "on_consignment_moved",
    "on_exhibition_moved",
    "on_fair_prices_named",
    "on_price_wished",
    "on_stock_moved",
    "open_differences",
    "pack",
    "send_back",
    "send_demo_goods_home",
    "settle",
    "totals_by_group",
    "warehouse_of",
    "why_not_settled",
]


def note_sold(exhibition_code: str, bill_id: str, lines: Sequence[Sold]) -> tuple[Short, ...]:
    """
    Take what a bill sold out of an exhibition's stock, in the caller's transaction; the same bill again
    changes nothing and returns the same.

    What is not there is taken all the same (the buyer has it), and returned.
    """
    return _bills.note_sold(exhibition_code=exhibition_code, bill_id=bill_id, lines=lines, now=clock.now())


def note_back(exhibition_code: str, bill_id: str, lines: Sequence[Sold]) -> tuple[Short, ...]:
    """
    Put what a buyer brought back, or a void bill had taken, into the stock again; ``bill_id`` is the return's
    or the void's own. The store's stock follows by a move. The same again changes nothing; never short.
    """
    return _bills.note_back(exhibition_code=exhibition_code, bill_id=bill_id, lines=lines, now=clock.now())


def note_imported(bill_ids: Collection[str]) -> None:
    """The store has orders of these bills now: from here on its numbers must be ours. Repeatable."""
    _bills.note_imported(bill_ids=bill_ids, now=clock.now())


def why_not_settled(exhibition: Exhibition) -> str:
    """Say what is still to do with goods before an exhibition may be settled; empty where nothing is."""
    return _warehouse.why_not_settled(exhibition.code)
