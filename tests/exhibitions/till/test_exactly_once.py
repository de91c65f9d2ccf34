"""Whatever a network, a battery or a server does: every bill is booked once, numbers have no hole."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exhibitions.till.facade import bills, flags
from exhibitions.till.models import Bill, Entry
from exhibitions.till.payload import net_of, part_of
from exhibitions.till.services import process
from sellers.orders.models import SellerOrder, StallBill
from sellers.tax.models import DocumentSeries, SpoiltNumber, TaxDocument
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work

GOODS = (("JM09", "Pickle"), ("JM09", "Honey"), ("KZ11", "Box"), ("KZ11", "Tray"), ("KZ09", "Stole"))


def trade(tablet: Tablet, dice: random.Random) -> None:
    """Write one bill as a cashier would: mostly sales, some of two groups, some void, some given back."""
    pieces = [(*dice.choice(GOODS), dice.randint(1, 3)) for _ in range(dice.choice((1, 1, 2, 3)))]
    first = tablet.item(tablet.stall.variant(*pieces[0][:2]))["price"] * pieces[0][2]
    sold = tablet.sell(*pieces, discount=dice.choice((0, 0, first // 37)))
    luck = dice.random()
    if luck < 0.06:
        tablet.void(sold)
    elif luck < 0.14:
        tablet.give_back(sold, 0, dice.randint(1, pieces[0][2]))


def through_bad_weather(tablet: Tablet, dice: random.Random) -> None:
    """Send what waits in pieces, out of order, again; answers are lost, and nothing is sent at all for a while."""
    while tablet.unsent:
        part = dice.sample(tablet.unsent, min(len(tablet.unsent), dice.randint(1, 20)))
        if dice.random() < 0.3:
            part += dice.sample(tablet.sent, min(len(tablet.sent), 3))
        if dice.random() < 0.25:
            kept = list(tablet.unsent)
            answers = tablet.send(part)
            tablet.unsent = kept  # the answer was lost on the way
        else:
            answers = tablet.send(part)
        assert all(each["state"] in ("kept", "known") for each in answers), answers
        if dice.random() < 0.4:
            work()


def everything_once(stall: Stall, tablets: list[Tablet]) -> None:
    written = {said["id"]: said for tablet in tablets for said in payloads(tablet)}
    booked = {str(each.bill_id): each for each in Bill.objects.all()}
    wanted = {name for name, said in written.items() if said["kind"] in ("sale", "return")}
    assert set(booked) == wanted
    assert {name: int(booked[name].total * 100) for name in wanted} == {
        name: written[name]["total"] for name in wanted
    }
    sales = {name for name in wanted if written[name]["kind"] == "sale"}
    assert {str(each) for each in StallBill.objects.values_list("bill_id", flat=True)} == sales
    assert set(SellerOrder.objects.values_list("order_number", flat=True)) == {
        booked[name].order_number for name in sales
    }
    numbers = [(paper["seller"], paper["number"]) for name in wanted for paper in written[name]["documents"]]
    issued = TaxDocument.objects.values_list("series__seller_key", "number")
    assert sorted(issued) == sorted(numbers)
    for series in DocumentSeries.objects.all():
        serials = set(TaxDocument.objects.filter(series=series).values_list("serial", flat=True))
        assert serials == set(range(1, series.last_serial + 1))
    assert not SpoiltNumber.objects.exists()
    assert {each.code for each in flags(stall.code)} <= {"oversold", "clock-wrong"}
    all_hold()


def payloads(tablet: Tablet) -> Iterator[dict[str, Any]]:

    for each in tablet.sent:
        yield json.loads(each["payload"])


def a_storm(stall: Stall, count: int, seed: int) -> list[Tablet]:
    dice = random.Random(seed)
    tablets = [stall.tablet(), stall.tablet(), stall.tablet(skew=timedelta(days=-1))]
    for tablet in tablets:
        tablet.open()
    while sum(len(each.sent) for each in tablets) < count:
        at = dice.randrange(len(tablets))
        trade(tablets[at], dice)
        if dice.random() < 0.05:
            tablets[at] = tablets[at].as_it_was()  # the browser was killed; what was written is there
        if dice.random() < 0.06:
            through_bad_weather(tablets[at], dice)
    for tablet in tablets:
        tablet.close()
        through_bad_weather(tablet, dice)
    work()
    return tablets


@pytest.mark.django_db
def test_a_storm_of_bills(stall: Stall) -> None:
    everything_once(stall, a_storm(stall, 60, seed=8))


@pytest.mark.slow
@pytest.mark.django_db
def test_three_tablets_five_hundred_bills(stall: Stall) -> None:
    everything_once(stall, a_storm(stall, 500, seed=26))


class Died(BaseException):
    """As kill -9 ends a process: no refusal, nobody to clean up."""


@contextmanager
def dies_after(what: str, calls: int) -> Iterator[None]:
    """Let the worker die right after so many calls of a step."""
    before, left = getattr(process, what), [calls]

    def step(*args: Any, **kwargs: Any) -> Any:
        made = before(*args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            raise Died
        return made

    setattr(process, what, step)
    try:
        yield
    finally:
        setattr(process, what, before)


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "calls"), [("place_orders", 1), ("book_sale", 2)])
def test_who_goes_on_after_a_dead_worker_books_each_once(stall: Stall, what: str, calls: int) -> None:
    """Dead after the store has made the orders and before we noted any booking; dead in the middle of a bill."""
    tablet = stall.tablet()
    for _ in range(4):
        tablet.sell(("JM09", "Honey", 1), ("KZ11", "Box", 1))
    tablet.send()
    with dies_after(what, calls), pytest.raises(Died):
        process.process_till(till_id=tablet.row.pk, now=tablet.now())
    assert tablet.row.done_seq == calls - 1 if what == "book_sale" else tablet.row.done_seq == 0
    work()
    everything_once(stall, [tablet])
    assert Entry.objects.count() == 4


@pytest.mark.django_db
def test_a_gap_in_the_chain_is_waited_for(stall: Stall) -> None:
    tablet = stall.tablet()
    for _ in range(3):
        tablet.sell(("JM09", "Honey", 1))
    first, second, third = tablet.sent
    tablet.send([third])
    tablet.send([first])
    work()
    assert len(bills(stall.code)) == 1
    assert tablet.state()["last_seq"] == 1
    tablet.send([second, second, third])
    work()
    assert tablet.state()["done_seq"] == 3
    everything_once(stall, [tablet])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    price=st.integers(1, 10_000_000),
    quantity=st.integers(1, 40),
    rate=st.sampled_from(["0", "0.25", "3", "5", "12", "18", "28"]),
    back=st.lists(st.integers(1, 40), max_size=6),
)
def test_parts_of_a_price_never_come_to_more_than_it(
    price: int, quantity: int, rate: str, back: list[int]
) -> None:
    gross = price * quantity
    net = net_of(gross, Decimal(rate))
    assert 0 <= net <= gross
    assert abs(Decimal(net) * (100 + Decimal(rate)) - Decimal(gross) * 100) <= (100 + Decimal(rate)) / 2
    whole = [each for each in back if each <= quantity]
    if sum(whole) <= quantity:
        assert abs(sum(part_of(gross, each, quantity) for each in whole) * quantity - gross * sum(whole)) <= (
            quantity * len(whole)
        )
