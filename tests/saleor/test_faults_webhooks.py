"""Webhooks lost, doubled, out of order, an hour late: both sides are equal in the end, and nothing is done twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.saleor.both_sides import differences
from tests.saleor.faults_stage import is_ordered, new_name, sell, sound
from tests.standin.house import House, until


@dataclass
class Day:
    """What a day of the shop leaves behind: ids of its orders by what became of them, variants by theirs."""

    house: House
    orders: dict[str, str]
    variants: dict[str, str]

    def letters(self) -> dict[str, Counter[str]]:
        """Return how often the buyer of each order got each letter."""
        return {
            name: Counter(kind for kind, order in self.house.mails() if order == gid)
            for name, gid in self.orders.items()
        }


LETTERS = {
    "placed": Counter(placed=1),
    "cancelled": Counter(placed=1, cancelled=1),
    "refunded": Counter(placed=1, refunded=1),
    "sent": Counter(placed=1, sent=1),
}


def _piece(house: House) -> tuple[str, str]:
    name = new_name()
    return house.rooms.tell("piece", name=name, price="900", stock=5), house.rooms.tell("slug", name=name)


@pytest.fixture
def day(house: House) -> Iterator[Day]:
    variant, slug = sell(house, new_name(), stock=9)
    others = {fate: _piece(house)[0] for fate in ("repriced", "sold out", "withdrawn", "deleted")}
    house.at_rest()
    made = Day(house, {}, {"bought": variant, "slug": slug, **others})
    yield made


def act(day: Day) -> None:
    """Do what changes orders and goods; the middleman may be at work meanwhile."""
    house = day.house
    for fate, method in (
        ("placed", "stripe"),
        ("cancelled", "cash-on-delivery"),
        ("refunded", "stripe"),
        ("sent", "stripe"),
    ):
        before = len(house.orders())
        buyer = house.buyer()
        buyer.add(day.variants["slug"])
        page = buyer.place(buyer.check_pin(), method)
        if method == "stripe":
            # Who is sent a parcel has closed the browser after paying: only events tell us of the order.
            buyer.web.follow_redirects = fate != "sent"
            buyer.pay(page)
        until(lambda before=before: len(house.orders()) == before + 1, f"the order to be {fate}")
        day.orders[fate] = house.order_of(house.orders()[-1][0])
    house.rooms.tell("cancel_order", order=day.orders["cancelled"])
    house.rooms.tell("fulfil_order", order=day.orders["sent"])
    ((transaction,),) = house.rooms.rows(
        "SELECT transaction_id FROM payments_paymentattempt WHERE session_id <> ''"
        " ORDER BY id DESC OFFSET 1 LIMIT 1"
    )
    house.rooms.tell("refund", transaction=transaction, amount="250")
    goods = {
        fate: house.rooms.tell("product_of", variant=variant)
        for fate, variant in day.variants.items()
        if fate not in ("bought", "slug")
    }
    house.rooms.tell("reprice", variant=day.variants["repriced"], price="777")
    house.rooms.tell("restock", variant=day.variants["sold out"], quantity=0)
    house.rooms.tell("show", product=goods["withdrawn"], shown=False)
    house.rooms.tell("delete_product", product=goods["deleted"])


def an_hour_ago(house: House) -> None:
    """Let all that the store has happened an hour earlier."""
    for table, columns in (
        ("store_order_order", ("created_at", "updated_at")),
        ("store_order_fulfillment", ("created_at",)),
        ("store_payment_transactionitem", ("created_at", "modified_at")),
    ):
        earlier = ", ".join(f"{column} = {column} - interval '1 hour'" for column in columns)
        house.saleor.rows(f"UPDATE {table} SET {earlier}")


def test_lost_webhooks_are_found_and_made_good(day: Day) -> None:
    house = day.house
    house.saleor.tell("middleman", event="*", way="lose")
    act(day)
    house.behave()
    house.at_rest()
    assert differences(house) != []
    house.rooms.tell("sweep", later_seconds=300)

    dry, _ = house.reconcile("--dry-run", "--thorough")
    assert differences(house) != [], "a dry run mends nothing"
    said, content = house.reconcile("--thorough")
    house.at_rest()

    assert content, said
    assert day.letters() == LETTERS
    sound(house)
    found = [line for line in said if line.startswith("mended")]
    assert len(found) == len([line for line in dry if line.startswith("found")])
    again, content = house.reconcile("--thorough", "--since", "2020-01-01")
    assert content
    assert again[-1].endswith("0 found, 0 mended, 0 left."), again


def test_each_webhook_twice_is_each_thing_once(day: Day) -> None:
    house = day.house
    house.saleor.tell("middleman", event="*", way="double")
    act(day)
    sound(house)
    assert day.letters() == LETTERS
    said, _ = house.reconcile("--thorough")
    assert said[-1].endswith("0 found, 0 mended, 0 left."), said


def test_webhooks_an_hour_late_and_in_the_wrong_order_come_to_the_same(day: Day) -> None:
    house = day.house
    house.saleor.tell("middleman", event="*", way="hold")
    act(day)
    an_hour_ago(house)
    house.saleor.tell("honest")
    assert house.saleor.tell("release", backwards=True, late_seconds=3600) > 20
    sound(house)
    assert day.letters() == LETTERS
    said, _ = house.reconcile("--thorough")
    assert said[-1].endswith("0 found, 0 mended, 0 left."), said


def test_old_news_does_not_undo_newer(house: House) -> None:
    """A price changes twice; word of the first change comes an hour after word of the second."""
    variant, _ = sell(house, new_name())
    house.saleor.tell("middleman", event="*", way="hold")
    house.rooms.tell("reprice", variant=variant, price="1000")
    house.saleor.tell("honest")
    house.rooms.tell("reprice", variant=variant, price="1200")
    sound(house)
    house.saleor.tell("release", late_seconds=3600)
    sound(house)


def test_true_events_after_the_comparison_do_nothing_twice(day: Day) -> None:
    house = day.house
    house.saleor.tell("middleman", event="*", way="hold")
    act(day)
    house.saleor.tell("honest")
    house.rooms.tell("sweep", later_seconds=300)
    house.reconcile("--thorough")
    house.at_rest()
    assert day.letters() == LETTERS

    house.saleor.tell("release")
    sound(house)
    assert day.letters() == LETTERS


def test_webhooks_find_nobody_for_a_while_and_are_posted_again(house: House) -> None:
    _, slug = sell(house, new_name())
    assert is_ordered(house.buyer().buy(slug, "cash-on-delivery"))
    house.at_rest()
    number = house.orders()[-1][0]
    house.rooms.tell("deaf", deaf=True)
    house.rooms.tell("cancel_order", order=house.order_of(number))
    until(lambda: house.saleor.tell("waiting")["queued"] > 0, "a webhook to be tried again")
    house.rooms.tell("deaf", deaf=False)
    sound(house)
