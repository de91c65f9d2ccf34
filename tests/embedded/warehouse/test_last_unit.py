"""Twelve buyers, one unit."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.models import Allocation
from commerce.embedded.warehouse.services.allocate import allocate
from commerce.embedded.warehouse.services.reserve import reserve
from jkrlm.kernel.clock import now
from tests.embedded.catalogue_world import make_world
from tests.embedded.warehouse.conftest import channel, checkout_line, order_line, stock_of, variant_of

BUYERS = 12


def crowd(buy: list[object]) -> list[str]:
    """Run the purchases at once, each on its own connection; return what came of them."""
    outcomes: list[str] = []
    start = Barrier(len(buy))

    def one(purchase: object) -> None:
        try:
            start.wait(20)
            purchase()  # type: ignore[operator]
            outcomes.append("got it")
        except InsufficientStock:
            outcomes.append("sold out")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=one, args=(purchase,)) for purchase in buy]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_the_last_unit_is_sold_once() -> None:
    variant = variant_of(make_world().product("One of a kind", stock=1))
    shop, lines = channel().pk, [order_line(variant, 1) for _ in range(BUYERS)]
    outcomes = crowd([lambda line=line: allocate([line], channel_id=shop, now=now()) for line in lines])
    assert outcomes == ["got it"] + ["sold out"] * (BUYERS - 1)
    assert stock_of(variant) == (1, 1)
    assert Allocation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_bag_of_two_goods_in_any_order_neither_oversells_nor_deadlocks() -> None:
    world = make_world()
    red = variant_of(world.product("Red", stock=4))
    blue = variant_of(world.product("Blue", stock=4))
    shop = channel().pk
    bags = [
        [order_line(variant, 1) for variant in ((red, blue) if number % 2 else (blue, red))]
        for number in range(BUYERS)
    ]
    outcomes = crowd([lambda bag=bag: allocate(bag, channel_id=shop, now=now()) for bag in bags])
    assert outcomes == ["got it"] * 4 + ["sold out"] * (BUYERS - 4)
    assert (stock_of(red), stock_of(blue)) == ((4, 4), (4, 4))


@pytest.mark.django_db(transaction=True)
def test_reservations_and_purchases_together_never_pass_the_stock() -> None:
    variant = variant_of(make_world().product("Few", stock=3))
    shop = channel().pk
    purchases: list[object] = []
    for number in range(BUYERS):
        if number % 2:
            line = checkout_line(variant, 1)
            purchases.append(lambda line=line: reserve([line], now=now(), minutes=5))
        else:
            bought = order_line(variant, 1)
            purchases.append(lambda bought=bought: allocate([bought], channel_id=shop, now=now()))
    assert crowd(purchases) == ["got it"] * 3 + ["sold out"] * (BUYERS - 3)
