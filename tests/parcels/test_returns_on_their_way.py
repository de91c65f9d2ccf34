"""The parcel of a return: it weighs and is worth what comes back, and nobody comes for what is called off."""

from datetime import timedelta

import pytest

from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from logistics.parcels.facade import Step, scan
from logistics.parcels.models import CarrierAsk, Parcel
from sellers.orders import facade as orders
from sellers.orders.models import ReturnCase, SellerOrder
from sellers.orders.services import move, move_return
from sellers.orders.services.move import By
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.parcels.post import LocalPost
from tests.seller_orders.conftest import again, shop
from tests.seller_orders.test_returns import two_stoles

__all__ = ["live_shop", "shop"]
pytestmark = pytest.mark.django_db(transaction=True)
BY = By("person:7")


def one_of_two_comes_back(shop: LiveShop) -> tuple[SellerOrder, int]:
    """Two stoles arrived, for one a pickup is booked; the order, and the return's number."""
    part, _tray = two_stoles(shop, "stripe")
    move.accept(code=part.code, by=BY, now=now())
    move.pack(code=part.code, by=BY, now=now())
    at_rest()
    move.hand_over(code=part.code, by=BY, now=now())
    move.deliver(code=part.code, by=BY, now=now(), delivered_on=clock.today())
    at_rest()
    case = orders.ask_return(
        orders.ReturnAsk(
            code=part.code,
            quantities={part.lines.get().pk: 1},
            why=orders.ReturnReason.CHANGED_MIND,
            words="",
            photo_keys=(),
            key="back",
        ),
        order_id=part.order_id,
    )
    orders.approve_return(case.number, by=BY, words="")
    fetched(case.number, days=1)
    return part, case.number


def fetched(number: int, *, days: int) -> None:
    orders.book_pickup(number, by=BY, pickup_on=clock.today() + timedelta(days=days))
    at_rest()
    again()
    at_rest()


def pickups(post: LocalPost, number: str) -> list[tuple[int, str]]:
    """Return (days from today, state) of an article's pickups."""
    today = clock.today()
    days = {(today + timedelta(days=n)).isoformat(): n for n in range(9)}
    return [(days[each["day"]], each["state"]) for each in post.pickups() if number in each["articles"]]


def article(post: LocalPost, number: str) -> dict[str, object]:
    return next(each for each in post.articles() if each["number"] == number)


def test_it_weighs_and_is_worth_what_comes_back(shop: LiveShop, post: LocalPost) -> None:
    part, _number = one_of_two_comes_back(shop)
    out, back = Parcel.objects.filter(seller_order=part.code).order_by("id")
    assert (back.weight_grams, back.declared_value) == (-(-out.weight_grams // 2), out.declared_value / 2)
    assert article(post, back.tracking_number)["weight_grams"] == back.weight_grams < out.weight_grams


@pytest.mark.parametrize("how", ["called off", "brought by its buyer"])
def test_nobody_comes_for_what_is_not_fetched_any_more(shop: LiveShop, post: LocalPost, how: str) -> None:
    _part, number = one_of_two_comes_back(shop)
    back = Parcel.objects.get(return_number=number)
    assert pickups(post, back.tracking_number) == [(1, "booked")]
    if how == "called off":
        move_return.close_return(pk=number, by=BY, words="She keeps it", now=now())
    else:
        move_return.receive_return(pk=number, by=BY, now=now())
    at_rest()
    again()
    at_rest()
    back.refresh_from_db()
    assert back.state == "cancelled"
    assert article(post, back.tracking_number)["state"] == "cancelled"
    assert pickups(post, back.tracking_number) == [(1, "cancelled")]
    assert not CarrierAsk.objects.exclude(state="done").exists()
    assert broken_clauses() == {}


def test_on_another_day_it_is_fetched_once(shop: LiveShop, post: LocalPost) -> None:
    _part, number = one_of_two_comes_back(shop)
    back = Parcel.objects.get(return_number=number)
    fetched(number, days=3)
    assert pickups(post, back.tracking_number) == [(1, "cancelled"), (3, "booked")]
    fetched(number, days=1)
    assert pickups(post, back.tracking_number) == [(1, "cancelled"), (3, "cancelled"), (1, "booked")]
    assert broken_clauses() == {}


def test_received_while_its_carrier_says_nothing_it_has_arrived(shop: LiveShop, post: LocalPost) -> None:
    _part, number = one_of_two_comes_back(shop)
    back = Parcel.objects.get(return_number=number)
    assert scan(back.code, Step.HANDED_OVER, "", BY.actor, "fetched")
    move_return.receive_return(pk=number, by=BY, now=now())
    at_rest()
    back.refresh_from_db()
    assert (back.state, ReturnCase.objects.get().state) == ("delivered", "received")
    assert article(post, back.tracking_number)["state"] == "created", "it is not cancelled: it is here"
    assert broken_clauses() == {}
