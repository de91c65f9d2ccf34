"""Two at the same moment: senders, editors, wishes, numbers, and a buyer beside a seller."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from catalogue import facade as catalogue
from catalogue.errors import ListingMoved
from catalogue.models import Block, Listing, ListingAct
from catalogue.services.decide import approve, send_back
from catalogue.services.publish_listing import publish_listing
from commerce.facade import app_store
from jkrlm.kernel import clock
from tests.catalogue.goods import SELLER, approved, cushion, deliver, editor, mine, on_sale, open_house, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def house() -> None:
    open_house()


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at one moment, each on its own connection; return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_phone_that_sends_twice_at_once_makes_one_listing() -> None:
    wish = cushion()
    found = together(*[lambda: catalogue.propose(wish)] * 4)
    assert len({row.id for row in found}) == 1
    assert Listing.objects.count() == 1


def test_of_two_editors_at_once_one_decides() -> None:
    row = catalogue.propose(cushion())
    first, second = editor("Nuzhat Ara"), editor("Rukhsana Bano")
    base = {"listing_id": row.id, "version": row.version, "now": clock.now()}
    outcomes = together(
        lambda: approve(text=text(), actor=first, **base),
        lambda: send_back(reasons=["price"], words="", text=None, actor=second, **base),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["ListingMoved", "NoneType"]
    assert any(isinstance(each, ListingMoved) for each in outcomes)
    assert Listing.objects.get(pk=row.id).version == row.version + 1


def test_goods_approved_at_once_have_numbers_of_their_own() -> None:
    rows = [catalogue.propose(cushion()) for _ in range(4)]
    staff = editor("Nuzhat Ara")
    outcomes = together(
        *[
            lambda row=row: approve(
                listing_id=row.id, version=row.version, text=text(), actor=staff, now=clock.now()
            )
            for row in rows
        ]
    )
    assert outcomes == [None] * 4
    skus = sorted(mine(row.id).sku for row in rows)
    assert skus == [f"KZ09-{number:04d}" for number in range(1, 5)]


def test_two_workers_publish_one_product() -> None:
    row = approved(cushion())
    assert together(*[lambda: publish_listing(listing_id=row.id)] * 3) == [None] * 3
    assert app_store().products_for_index(channel="online", first=10).products.edges[1:] == []


def test_wishes_at_once_leave_one_truth_in_both_places() -> None:
    row = on_sale(cushion(quantity=3))

    def wish(quantity: int) -> Callable[[], None]:
        return lambda: catalogue.set_quantity(row.id, quantity, f"k{quantity}", SELLER)

    together(*(wish(quantity) for quantity in (4, 5, 6, 7)))
    together(deliver, deliver)
    deliver()
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    assert product.product_variants.edges[0].node.stocks[0].quantity == mine(row.id).quantity
    assert ListingAct.objects.filter(listing_id=row.id).count() == 4


def test_one_press_that_came_twice_counts_once() -> None:
    row = on_sale(cushion(quantity=3))
    together(*[lambda: catalogue.set_quantity(row.id, 8, "one-press", SELLER)] * 3)
    assert ListingAct.objects.filter(listing_id=row.id).count() == 1
    assert Listing.objects.get(pk=row.id).version == row.version + 1


def test_the_same_block_put_at_once_stands_once_and_the_store_follows_the_last_word() -> None:
    row = on_sale(cushion())
    given = ([row.product_id], "recall", "certification")
    together(*[lambda: catalogue.block(*given)] * 3)
    assert Block.objects.filter(lifted_at__isnull=True).count() == 1
    together(lambda: catalogue.unblock(*given), deliver, deliver)
    deliver()
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    assert product.is_available_for_purchase
    assert mine(row.id).blocks == ()
