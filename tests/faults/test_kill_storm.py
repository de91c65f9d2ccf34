"""Kill -9 of everything while people buy: every order is there once, and no money is lost or taken twice."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.store_house import Crowd, StoreHouse, Storm, answers
from tests.supervisor.houses import until

SETTLES_WITHIN_SECONDS = 240
SLUGS = "select slug from store_product_product order by slug"


def storm(tmp_path: Path, *, orders: int, kills: int, seconds: float, seed: int, hurry: bool) -> None:
    house = StoreHouse(tmp_path / "var", WEB_WORKERS="2")
    try:
        house.open()
        slugs = stock_up(house)
        demo = Demo.of(house)
        crowd = Crowd()
        began = time.monotonic()
        crowd.start(house.url, slugs, orders=orders, threads=4, seconds=seconds)
        killing = Storm(house, crowd, kills, seed)
        killing.rage()
        crowd.finish()
        print(f"{crowd.done} orders, {Counter(killing.done)}, {time.monotonic() - began:.0f} s")
        until(lambda: answers(house), seconds=60)
        everybody_has_one_order(crowd, house)
        if hurry:
            let_time_pass(house)
        until(lambda: nothing_under_way(house), seconds=SETTLES_WITHIN_SECONDS)
        the_books_agree(house, demo)
        checked = house.manage("check_invariants")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        house.stop()
        assert house.running() == []
    finally:
        house.sweep()


def stock_up(house: StoreHouse) -> list[str]:
    """Put enough of everything on the shelves; return the goods on sale that cash on delivery may pay."""
    # What lies at a fair or travels there is counted: clause of the books, not ours to raise.
    house.sql(
        "update store_warehouse_stock as stock set quantity = 1000 from store_warehouse_warehouse as at"
        " where at.id = stock.warehouse_id and at.slug not like 'fair-%' and at.slug <> 'on-the-way'"
    )
    cheap = house.sql(
        "select distinct product.slug from store_product_product as product"
        " join store_product_productvariant as variant on variant.product_id = product.id"
        " join store_product_productvariantchannellisting as listing on listing.variant_id = variant.id"
        " join store_product_productchannellisting as shown on shown.product_id = product.id"
        " where listing.price_amount between 300 and 2500 and shown.available_for_purchase_at <= now()"
        " order by product.slug"
    )
    return [str(row[0]) for row in cheap]


def everybody_has_one_order(crowd: Crowd, house: StoreHouse) -> None:
    without = [(each.email, each.troubles[-3:]) for each in crowd.customers if not each.order_url]
    assert without == []
    # The demo's own orders stand beside them, and what its fair sold.
    asked = "select user_email from store_order_order where user_email not like '%.invalid'"
    emails = [str(row[0]) for row in house.sql(asked)]
    assert Counter(emails) == Counter(each.email for each in crowd.customers)


def let_time_pass(house: StoreHouse) -> None:
    """Two minutes later: what a killed worker had claimed is free again, and the sweep looks at payments."""
    house.sql("update kernel_outboxdelivery set next_at = now() where state = 'PENDING'")
    house.sql("update payments_paymentattempt set next_look_at = now()")
    sweep = "from commerce.payments.facade import settle_abandoned; from jkrlm.kernel.clock import now; "
    swept = house.manage("shell", "-c", sweep + "settle_abandoned(now())")
    assert swept.returncode == 0, swept.stderr


def nothing_under_way(house: StoreHouse) -> bool:
    """No event waits, and no payment is held without its order."""
    waiting = house.sql("select count(*) from kernel_outboxdelivery where state = 'PENDING'")
    held = house.sql(
        "select count(*) from payments_paymentattempt"
        " where state in ('CHARGED', 'AUTHORIZED', 'RETURNING') and order_id = ''"
    )
    return (waiting, held) == ([(0,)], [(0,)])


@dataclass(frozen=True)
class Demo:
    """What the demo had told before the storm: some of it paid by UPI, cancelled in part, sent back."""

    last_order: int
    charges: frozenset[str]
    allocated_unsold: int

    @classmethod
    def of(cls, house: StoreHouse) -> "Demo":
        return cls(
            last_order=house.sql("select coalesce(max(number), 0) from store_order_order")[0][0],
            charges=frozenset(each["id"] for each in house.charges()),
            allocated_unsold=allocated_unsold(house),
        )


def allocated_unsold(house: StoreHouse) -> int:
    """Return how many pieces more are allocated than orders wait for."""
    sold = house.sql("select coalesce(sum(quantity - quantity_fulfilled), 0) from store_order_orderline")
    allocated = house.sql("select sum(quantity_allocated) from store_warehouse_stock")
    return int(allocated[0][0] - sold[0][0])


def the_books_agree(house: StoreHouse, demo: Demo) -> None:
    """Stripe kept what the orders say was charged; every order is covered exactly once; no dead letter."""
    covered = house.sql(
        "select number, total_gross, sum(charged), sum(charged + authorized) from store_order_order as o"
        " join store_payment_transactionitem as item on item.order_id = o.id"
        f" where number > {demo.last_order} group by o.id"
    )
    taken = [
        each for each in house.charges() if each["status"] == "succeeded" and each["id"] not in demo.charges
    ]
    charged = sum(row[2] for row in covered)
    assert sum(each["amount"] - each["amount_refunded"] for each in taken) == charged * 100
    assert [row for row in covered if row[3] != row[1]] == []
    assert house.sql("select reaction, last_error from kernel_outboxdelivery where state = 'DEAD'") == []
    assert allocated_unsold(house) == demo.allocated_unsold


def test_ten_checkouts_and_four_kills(tmp_path: Path) -> None:
    storm(tmp_path, orders=10, kills=4, seconds=240, seed=4, hurry=True)


@pytest.mark.slow
def test_a_hundred_checkouts_and_thirty_kills(tmp_path: Path) -> None:
    storm(tmp_path, orders=100, kills=30, seconds=900, seed=30, hurry=False)
