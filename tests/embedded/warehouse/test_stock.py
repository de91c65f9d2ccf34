"""Units are kept, sold, sent and given back; the last one is sold once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.models import Allocation, Reservation, Stock, Warehouse
from commerce.embedded.warehouse.rules import Take, plan_takes
from commerce.embedded.warehouse.selectors import available_quantities
from commerce.embedded.warehouse.services.allocate import allocate, deallocate
from commerce.embedded.warehouse.services.move import Movement, decrease, increase
from commerce.embedded.warehouse.services.reserve import drop_expired_reservations, release, reserve
from commerce.embedded.warehouse.services.set_stocks import set_stocks
from jkrlm.kernel.clock import now
from tests.embedded.catalogue_world import ADDRESS, World, answer, codes, done, public, staff, tried
from tests.embedded.warehouse.conftest import channel, checkout_line, order_line, stock_of, variant_of


def left(variant_pk: int) -> int:
    return available_quantities([variant_pk], channel_id=channel().pk, now=now()).get(variant_pk, 0)


def test_an_order_takes_units_until_there_are_too_few(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=3))
    allocate([order_line(variant, 2)], channel_id=channel().pk, now=now())
    assert stock_of(variant) == (3, 2)
    assert left(variant.pk) == 1
    greedy = order_line(variant, 2)
    with pytest.raises(InsufficientStock) as refused:
        allocate([greedy], channel_id=channel().pk, now=now())
    assert [(s.line_pk, s.variant_id, s.available_quantity) for s in refused.value.shortages] == [
        (greedy.pk, variant.pk, 1)
    ]
    assert stock_of(variant) == (3, 2)
    assert Allocation.objects.count() == 1


def test_one_short_line_refuses_the_whole_order(world: World) -> None:
    plenty = variant_of(world.product("Plenty", stock=9))
    scarce = variant_of(world.product("Scarce", stock=1))
    with pytest.raises(InsufficientStock):
        allocate([order_line(plenty, 2), order_line(scarce, 2)], channel_id=channel().pk, now=now())
    assert stock_of(plenty) == (9, 0)
    assert stock_of(scarce) == (1, 0)


def test_two_lines_of_one_variant_share_what_there_is(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=3))
    with pytest.raises(InsufficientStock) as refused:
        allocate([order_line(variant, 2), order_line(variant, 2)], channel_id=channel().pk, now=now())
    assert [shortage.available_quantity for shortage in refused.value.shortages] == [1]
    assert stock_of(variant) == (3, 0)


def test_a_variant_that_is_not_counted_can_always_be_had(world: World) -> None:
    shawl = world.product("Made to order", stock=0)
    variant = variant_of(shawl)
    variant.track_inventory = False
    variant.save()
    allocate([order_line(variant, 40)], channel_id=channel().pk, now=now())
    assert stock_of(variant) == (0, 0)
    shown = public(
        """{ product(slug: "made-to-order", channel: "online") {
             isAvailable productVariants(first: 1) { edges { node { quantityAvailable } } } } }"""
    )
    assert shown["product"] == {
        "isAvailable": True,
        "productVariants": {"edges": [{"node": {"quantityAvailable": 50}}]},
    }


def test_a_reservation_keeps_units_from_others_for_its_minutes(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=1))
    mine, theirs = checkout_line(variant, 1), checkout_line(variant, 1)
    opened = now()
    assert reserve([mine], now=opened, minutes=10) == opened + timedelta(minutes=10)
    with pytest.raises(InsufficientStock):
        reserve([theirs], now=opened, minutes=10)
    with pytest.raises(InsufficientStock):
        allocate([order_line(variant, 1)], channel_id=channel().pk, now=opened)
    assert left(variant.pk) == 0
    own = available_quantities(
        [variant.pk], channel_id=channel().pk, now=opened, except_checkout=mine.checkout_id
    )
    assert own == {variant.pk: 1}
    later = opened + timedelta(minutes=11)
    reserve([theirs], now=later, minutes=10)
    assert drop_expired_reservations(now=later) == 1
    assert list(Reservation.objects.values_list("checkout_line", flat=True)) == [theirs.pk]


def test_a_checkout_buys_what_it_had_reserved(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=1))
    line = checkout_line(variant, 1)
    reserve([line], now=now(), minutes=10)
    reserve([line], now=now(), minutes=10)
    assert Reservation.objects.count() == 1
    allocate([order_line(variant, 1)], channel_id=channel().pk, now=now(), checkout_id=line.checkout_id)
    release(line.checkout_id)
    assert stock_of(variant) == (1, 1)
    assert Reservation.objects.count() == 0


def test_a_cancelled_order_gives_its_units_back(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=3))
    line = order_line(variant, 3)
    allocate([line], channel_id=channel().pk, now=now())
    deallocate([line.pk])
    deallocate([line.pk])
    assert stock_of(variant) == (3, 0)
    assert Allocation.objects.count() == 0


def test_sending_takes_from_the_shelf_and_its_cancellation_puts_back(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=5))
    line = order_line(variant, 3)
    allocate([line], channel_id=channel().pk, now=now())
    parcel = Movement(line.pk, variant.pk, Warehouse.objects.get().pk, 2)
    decrease([parcel])
    assert stock_of(variant) == (3, 1)
    assert Allocation.objects.get().quantity_allocated == 1
    increase([parcel], allocate_again=True)
    assert stock_of(variant) == (5, 3)
    assert Allocation.objects.get().quantity_allocated == 3
    increase([Movement(line.pk, variant.pk, Warehouse.objects.get().pk, 1)], allocate_again=False)
    assert stock_of(variant) == (6, 3)


def test_a_warehouse_does_not_send_what_it_has_not(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=5))
    line = order_line(variant, 3)
    allocate([line], channel_id=channel().pk, now=now())
    elsewhere = done(
        "createWarehouse",
        "WarehouseCreateInput!",
        "warehouse { id }",
        input={"name": "Jammu store", "address": {**ADDRESS, "city": "Jammu", "postalCode": "180001"}},
    )
    assert elsewhere["warehouse"]["id"]
    with pytest.raises(InsufficientStock):
        decrease([Movement(line.pk, variant.pk, Warehouse.objects.get(slug="jammu-store").pk, 1)])
    assert stock_of(variant) == (5, 3)
    assert Allocation.objects.get().quantity_allocated == 3


def test_a_count_below_what_is_sold_is_kept_and_flagged(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=5))
    line = order_line(variant, 3)
    allocate([line], channel_id=channel().pk, now=now())
    set_stocks(variant=variant, counts=[(Warehouse.objects.get(), 1)])
    assert stock_of(variant) == (1, 3)
    assert Stock.objects.get().shortage_accepted
    assert left(variant.pk) == 0
    deallocate([line.pk])
    assert not Stock.objects.get().shortage_accepted
    with pytest.raises(IntegrityError, match="stock_never_oversold"), transaction.atomic():
        Stock.objects.update(quantity_allocated=2)


def test_a_whole_stock_goes_before_splitting_a_line() -> None:
    class Line:
        pk: object = "line"
        variant_id: int | None = 7
        quantity = 3

    assert plan_takes([Line()], free={7: {1: 2, 2: 3}}) == ([Take("line", 2, 3)], {})
    assert plan_takes([Line()], free={7: {1: 2, 2: 2}}) == ([Take("line", 1, 2), Take("line", 2, 1)], {})
    assert plan_takes([Line()], free={7: {1: 2, 2: -1}}) == ([], {"line": 2})
    assert plan_takes([Line()], free={}) == ([], {"line": 0})


def test_the_fullest_stock_is_taken_from_first(world: World) -> None:
    variant = variant_of(world.product("Shawl", stock=2))
    address = Warehouse.objects.get().address
    full = Warehouse.objects.create(name="Jammu", slug="jammu", address=address)
    full.channels.add(channel())
    Stock.objects.create(variant=variant, warehouse=full, quantity=5)

    allocate([order_line(variant, 2)], channel_id=channel().pk, now=now())
    assert Allocation.objects.get().stock.warehouse == full
    allocate([order_line(variant, 5)], channel_id=channel().pk, now=now())
    last = Allocation.objects.filter(quantity_allocated__lt=5).order_by("-pk")[:2]
    assert sorted((row.stock.warehouse.slug, row.quantity_allocated) for row in last) == [
        ("jammu", 3), ("srinagar", 2),
    ]  # fmt: skip


def test_a_new_warehouse_is_given_no_zones(world: World) -> None:
    given = {"name": "Jammu", "address": ADDRESS, "shippingZones": ["U2hpcHBpbmdab25lOjE="]}
    payload = tried("createWarehouse", "WarehouseCreateInput!", "warehouse { id }", input=given)
    assert codes(payload) == [("shippingZones", "INVALID")]
    assert Warehouse.objects.count() == 1


def test_warehouses_are_for_staff(world: World) -> None:
    text = """{ warehouses(first: 5) { totalCount edges { node {
        slug address { city countryArea country { code country } } } } } }"""
    assert staff(text) == {
        "warehouses": {
            "totalCount": 1,
            "edges": [
                {
                    "node": {
                        "slug": "srinagar",
                        "address": {
                            "city": "SRINAGAR",
                            "countryArea": "Jammu and Kashmir",
                            "country": {"code": "IN", "country": "India"},
                        },
                    }
                }
            ],
        }
    }
    assert answer(text).data == {"warehouses": None}


def test_a_warehouse_needs_a_real_address(world: World) -> None:
    def made(**given: object) -> list[tuple[str | None, str]]:
        values = {"name": "Budgam", "address": ADDRESS, **given}
        return codes(tried("createWarehouse", "WarehouseCreateInput!", "warehouse { id }", input=values))

    assert made(address={**ADDRESS, "postalCode": "110001"}) == [("postalCode", "INVALID")]
    assert made(slug="srinagar") == [("slug", "UNIQUE")]
    assert made(name=" ") == [("name", "REQUIRED")]
    assert Warehouse.objects.count() == 1
