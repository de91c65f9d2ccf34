"""Goods go to an exhibition and back, counted at each hand; the store's stock goes with them."""

from decimal import Decimal

import pytest

import exhibitions.stock.facade as stock
from commerce.facade import app_store, moves_through
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stock.facade import Bearer, Hand, Outcome, Sold
from exhibitions.stock.models import Difference, EventWarehouse, Shelf
from exhibitions.stock.services.follow import close_ended
from jkrlm.kernel.money import Money
from tests.exhibitions.stock.world import (
    STAFF,
    all_hold,
    book,
    counted,
    deliver,
    packed,
    sent_back,
    stands,
    state_of,
)
from tests.exhibitions.world import Fair, Goods, bring_to

pytestmark = pytest.mark.django_db


def settled(kind: str, outcome: Outcome, bearer: Bearer = Bearer.CARRIER) -> None:
    (row,) = Difference.objects.filter(kind=kind, settled_at__isnull=True)
    stock.settle(
        difference_id=row.pk,
        outcome=outcome,
        bearer=bearer,
        words="Asked the driver.",
        worth=Money(Decimal(1500), "INR") if bearer is Bearer.CARRIER else None,
        by=STAFF,
    )
    deliver()


def test_goods_go_there_are_sold_and_come_back_with_one_missing(fair: Fair, goods: Goods) -> None:
    number = packed(fair, goods, {"Stole": 4, "Shawl": 1})
    assert number.startswith("CN-")
    assert stands(goods, "Stole", fair) == (1, 4, 0)

    counted(number, Hand.HUB)
    counted(number, Hand.END, Stole=(2, 1))
    assert (state_of(number), book(fair)) == ("arrived", {"Shawl": 1, "Stole": 2})
    assert stands(goods, "Stole", fair) == (1, 2, 2)
    all_hold()

    settled("short", Outcome.LOST)
    settled("damaged", Outcome.HOME, Bearer.NOBODY)
    assert stands(goods, "Stole", fair) == (2, 0, 2)

    bring_to(fair, ExhibitionState.RUNNING)
    stole = goods.variants["KZ09", "Stole"]
    assert stock.note_sold(fair.code, "bill-1", [Sold(stole, 1)]) == ()
    assert stock.note_sold(fair.code, "bill-1", [Sold(stole, 1)]) == ()
    assert book(fair)["Stole"] == 1
    all_hold()  # the store has no order of the bill yet, and is not asked about it

    back = sent_back(fair, goods, {"Shawl": 1}, rest=True)
    assert state_of(back) == "packed"
    settled("short", Outcome.LOST, Bearer.GROUP)
    counted(back)
    assert stands(goods, "Shawl", fair) == (1, 0, 0)
    assert book(fair) == {"Shawl": 0, "Stole": 0}
    row = Shelf.objects.get(variant_id=stole)
    assert (row.counted_in, row.sold, row.back, row.lost) == (2, 1, 0, 1)
    assert stock.why_not_settled(exhibition(fair.code)) == ""


def test_its_warehouse_sells_through_the_stalls_and_ends_with_the_exhibition(
    fair: Fair, goods: Goods
) -> None:
    def sells() -> bool:
        setup = app_store().selling_setup()
        (channel,) = [each for each in setup.channels if each.slug == "stalls"]
        (zone,) = [edge.node for edge in setup.shipping_zones.edges if edge.node.name == "India"]
        found = {each.id for each in channel.warehouses} & {each.id for each in zone.warehouses}
        return stock.warehouse_of(fair.code) in found

    assert sells()
    number = packed(fair, goods, {"Stole": 1})
    bring_to(fair, ExhibitionState.SETTLED)
    deliver()
    assert sells()
    assert stock.why_not_settled(exhibition(fair.code)) == "1 consignment is not counted in."

    counted(number)
    assert close_ended() == 0
    assert (
        stock.why_not_settled(exhibition(fair.code)) == "1 piece is still at the exhibition, says the book."
    )
    stole = goods.variants["KZ09", "Stole"]
    stock.note_sold(fair.code, "bill-1", [Sold(stole, 1)])
    assert close_ended() == 1
    assert not sells()
    assert EventWarehouse.objects.get().closed_at is not None


def test_what_the_shop_sold_meanwhile_stays_at_home(fair: Fair, goods: Goods) -> None:
    from commerce.embedded.warehouse.models import Stock

    stole = goods.variants["KZ09", "Stole"]
    Stock.objects.filter(variant__sku=goods.shop.sku("Stole")).update(quantity_allocated=3)
    number = packed(fair, goods, {"Stole": 4})
    (view,) = stock.consignments(exhibition_code=fair.code)
    assert (view.number, view.pieces) == (number, 4)
    row = Difference.objects.count(), stands(goods, "Stole", fair)
    assert row == (0, (0, 2, 0))

    counted(number)
    assert (book(fair), stands(goods, "Stole", fair)) == ({"Stole": 2}, (0, 0, 2))
    assert {each.state for each in moves_through("fair-saras-jmu-26")} == {"done"}
    assert stock.goods_at(fair.code)[0].variant_id == stole


def test_too_many_are_taken_in_and_the_shelf_is_put_right(fair: Fair, goods: Goods) -> None:
    counted(packed(fair, goods, {"Stole": 2}), Stole=3)
    assert (book(fair), stands(goods, "Stole", fair)) == ({"Stole": 3}, (3, 0, 3))

    settled("over", Outcome.SHELF, Bearer.NOBODY)

    assert stands(goods, "Stole", fair) == (2, 0, 3)
    all_hold()


def test_two_tills_sell_the_last_one_and_one_is_short(fair: Fair, goods: Goods) -> None:
    counted(packed(fair, goods, {"Shawl": 1}))
    bring_to(fair, ExhibitionState.RUNNING)
    shawl = goods.variants["KZ09", "Shawl"]

    assert stock.note_sold(fair.code, "till-1", [Sold(shawl, 1)]) == ()
    short = stock.note_sold(fair.code, "till-2", [Sold(shawl, 1)])

    assert short == (stock.Short(shawl, 1),) == stock.note_sold(fair.code, "till-2", [Sold(shawl, 1)])
    assert book(fair) == {"Shawl": -1}
    stock.note_back(fair.code, "void-2", [Sold(shawl, 1)])
    stock.note_back(fair.code, "void-2", [Sold(shawl, 1)])
    deliver()
    assert (book(fair), stands(goods, "Shawl", fair)) == ({"Shawl": 0}, (0, 0, 2))
    all_hold()  # the store counts both until it has an order of each bill
