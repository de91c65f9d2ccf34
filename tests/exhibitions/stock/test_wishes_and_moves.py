"""A seller says how many there are while goods are on their way out of her shop: whichever was said last holds."""

import pytest

import catalogue.facade as catalogue
from catalogue.models import ListingVariant
from commerce.embedded.warehouse.models import Stock
from commerce.facade import (
    MoveState,
    WarehouseWish,
    WishUnderWay,
    carry_moves,
    move_stock,
    moves,
    open_warehouse,
)
from tests.catalogue.goods import SELLER, cushion, deliver, mine, on_sale, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold():
    open_house()
    open_warehouse(WarehouseWish("on-the-way", "On the road", "Road", "Jammu", "180001", "Jammu and Kashmir"))
    return on_sale(cushion(quantity=7))


def variant(sold) -> ListingVariant:
    return ListingVariant.objects.get(listing_id=sold.id)


def wish(sold, quantity: int, key: str = "w") -> None:
    catalogue.set_quantity(sold.id, quantity, key, SELLER, group_codes=["KZ09"])


def pack(sold, quantity: int) -> None:
    row = variant(sold)
    home = catalogue.shelf_warehouse("KZ09")
    move_stock(move_id="m", variant_id=row.variant_id, out_of=home, into="on-the-way", quantity=quantity)


def shelves(sold) -> dict[str, int]:
    return dict(Stock.objects.values_list("warehouse__slug", "quantity"))


def test_said_before_packing_what_was_packed_is_less(sold) -> None:
    wish(sold, 5)
    pack(sold, 2)
    with pytest.raises(WishUnderWay):
        carry_moves(variant(sold).variant_id)
    assert moves(["m"])["m"].state == MoveState.WAITING
    deliver()
    carry_moves(variant(sold).variant_id)
    assert shelves(sold) == {catalogue.shelf_warehouse("KZ09"): 3, "on-the-way": 2}
    deliver()
    assert mine(sold.id).quantity == 3


def test_said_after_packing_so_many_are_left(sold) -> None:
    pack(sold, 2)
    wish(sold, 5)
    deliver()
    assert shelves(sold) == {catalogue.shelf_warehouse("KZ09"): 5, "on-the-way": 2}
    assert (mine(sold.id).quantity, moves(["m"])["m"].state) == (5, MoveState.DONE)


def test_what_stands_at_a_fair_is_not_in_her_shop(sold) -> None:
    pack(sold, 7)
    deliver()
    assert mine(sold.id).quantity == 0
    assert catalogue.shelf_goods(group_codes=["KZ09"])[0].free == 0
