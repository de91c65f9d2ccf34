"""Price, sale and reservation change while a buyer is at the checkout: what he reads, keeps and pays."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from commerce.embedded.channel.models import Channel
from commerce.embedded.warehouse.models import Reservation
from commerce.facade import on_saleor
from jkrlm.kernel.clock import now
from tests.bench.orders import ADDRESS, STEPS
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, words
from tests.journeys import Buyer, form

pytestmark = pytest.mark.story

embedded_only = pytest.mark.skipif(on_saleor(), reason="a Saleor's reservations run out in minutes only")


def stole_of(shop: LiveShop) -> str:
    return shop.shop.variants[shop.shop.sku("Kani stole")]


def withdraw(shop: LiveShop, variant: str) -> None:
    shop.shop.show(shop.shop.products[variant], False)
    at_rest()


def keeps_what_was_typed(buyer: Buyer, page: httpx.Response) -> None:
    standing = form(page, "/checkout/place/").values({})
    for name in ("name", "line1", "line2", "city", "email"):
        assert standing[name] == buyer.contact[name], name
    assert standing["pin"] == buyer.contact["pin"]


def nothing_happened(shop: LiveShop) -> None:
    assert shop.orders() == []
    assert shop.charges() == []
    assert broken_clauses() == {}


def one_order_paid_exactly(shop: LiveShop) -> None:
    """What the card company keeps is what the one order costs, to the paisa."""
    order = shop.order()
    assert shop.kept_paise() == paise(order.total.gross) == paise(order.total_charged)
    assert broken_clauses() == {}


@pytest.mark.parametrize("price", ["3900", "2900"])
def test_the_price_changes_while_he_types(shop: LiveShop, aarif: Buyer, price: str) -> None:
    aarif.add(shop.shop.slug("Kani stole"))
    page = aarif.check_pin()
    before = form(page, "/checkout/place/").values({})["total"]
    shop.shop.reprice(stole_of(shop), price)

    told = aarif.place(page, "stripe")

    assert told.status_code == 409
    after = form(told, "/checkout/place/").values({})["total"]
    assert after != before
    assert "The price to pay is now ₹" in words(told)
    assert f"₹{int(price):,}" in words(told)
    keeps_what_was_typed(aarif, told)
    nothing_happened(shop)

    aarif.pay(aarif.place(told, "stripe"))
    at_rest()
    (line,) = shop.order().lines
    assert paise(line.unit_price.gross) == int(price) * 100
    one_order_paid_exactly(shop)


@pytest.mark.parametrize("price", ["3900", "2900"])
def test_the_price_changes_while_he_is_at_the_pay_page(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response, price: str
) -> None:
    shop.shop.reprice(stole_of(shop), price)

    page = aarif.pay(at_the_pay_page)
    at_rest()

    if shop.orders():
        one_order_paid_exactly(shop)
        return
    assert "The bag changed while you paid" in words(page)
    assert shop.kept_paise() == 0
    shop.letters("payment-returned")
    assert "on its way back" in words(aarif.web.get(page.url.path))
    assert broken_clauses() == {}


def test_a_piece_is_withdrawn_while_he_types(shop: LiveShop, aarif: Buyer) -> None:
    aarif.add(shop.shop.slug("Kani stole"))
    aarif.add(shop.shop.slug("Walnut tray", "KZ11"))
    page = aarif.check_pin()
    withdraw(shop, stole_of(shop))

    told = aarif.place(page, "stripe")

    assert told.status_code == 409
    assert "This piece is no longer on sale. Remove it to go on." in words(told)
    keeps_what_was_typed(aarif, told)
    nothing_happened(shop)

    bag = aarif.web.get("/cart/")
    assert "This piece is no longer on sale" in words(bag)
    aarif.send(bag, "/cart/remove/")
    again = aarif.web.get("/checkout/")
    keeps_what_was_typed(aarif, again)
    aarif.pay(aarif.place(aarif.check_pin(), "stripe"))
    at_rest()
    assert [line.product_name for line in shop.order().lines] == ["Walnut tray"]
    one_order_paid_exactly(shop)


def test_a_piece_is_withdrawn_while_he_is_at_the_pay_page(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    withdraw(shop, stole_of(shop))

    page = aarif.pay(at_the_pay_page)
    at_rest()

    assert shop.orders() == []
    assert "not on sale" in words(page)
    assert shop.kept_paise() == 0
    assert len(shop.letters("payment-returned")) == 1
    assert "on its way back" in words(aarif.web.get(page.url.path))
    assert shop.stock("Kani stole") == (5, 0)
    assert broken_clauses() == {}


@pytest.fixture
def reserving(shop: LiveShop) -> Iterator[LiveShop]:
    """The store keeps what is in a bag for half an hour; of the bowl there is one."""
    shop.shop.piece("Walnut bowl", price="900", stock=1)
    Channel.objects.update(reserve_stock_minutes=30)
    yield shop


def time_passes() -> None:
    """Half an hour and a little more."""
    assert Reservation.objects.exists()
    Reservation.objects.update(reserved_until=now() - timedelta(minutes=1))


@embedded_only
def test_the_reservation_ends_and_nobody_was_quicker(reserving: LiveShop, aarif: Buyer) -> None:
    slug = reserving.shop.slug("Walnut bowl")
    aarif.add(slug)
    page = aarif.check_pin()
    held = reserving.buyer("rana").web.get(f"/products/{slug}/")
    assert 'action="/cart/add/"' not in held.text
    time_passes()

    aarif.pay(aarif.place(page, "stripe"))
    at_rest()

    assert reserving.stock("Walnut bowl") == (1, 1)
    one_order_paid_exactly(reserving)


@embedded_only
def test_the_reservation_ends_while_he_types_and_rana_has_the_bowl(reserving: LiveShop, aarif: Buyer) -> None:
    slug = reserving.shop.slug("Walnut bowl")
    aarif.add(slug)
    aarif.add(reserving.shop.slug("Kani stole"))
    page = aarif.check_pin()
    time_passes()
    reserving.buyer("rana").buy(slug, "cash-on-delivery")
    at_rest()

    told = aarif.place(page, "stripe")

    assert told.status_code == 409
    assert "This piece has just been sold. Remove it to go on." in words(told)
    keeps_what_was_typed(aarif, told)
    assert (reserving.charges(), reserving.stock("Walnut bowl")) == ([], (1, 1))
    bag = aarif.web.get("/cart/")
    assert "This piece has just been sold" in words(bag)
    aarif.send(bag, "/cart/remove/")
    aarif.pay(aarif.place(aarif.check_pin(), "stripe"))
    at_rest()
    _hers, his = reserving.orders()
    assert [line.product_name for line in his.lines] == ["Kani stole"]
    assert reserving.kept_paise() == paise(his.total.gross)
    assert reserving.stock("Walnut bowl") == (1, 1)
    assert broken_clauses() == {}


@embedded_only
def test_the_reservation_ends_while_he_pays_and_rana_has_the_bowl(reserving: LiveShop, aarif: Buyer) -> None:
    slug = reserving.shop.slug("Walnut bowl")
    aarif.add(slug)
    pay_page = aarif.place(aarif.check_pin(), "stripe")
    time_passes()
    reserving.buyer("rana").buy(slug, "cash-on-delivery")
    at_rest()

    page = aarif.pay(pay_page)
    at_rest()

    assert "A piece was sold to somebody else while you paid." in words(page)
    assert len(reserving.letters("payment-returned")) == 1
    assert (reserving.kept_paise(), reserving.stock("Walnut bowl")) == (0, (1, 1))
    (hers,) = reserving.orders()
    assert hers.user_email.startswith("rana@")
    assert broken_clauses() == {}


class Program:
    """A Saleor client that buys one piece at ``/graphql/``, paid on delivery."""

    def __init__(self, shop: LiveShop, variant: str) -> None:
        self.web = httpx.Client(base_url=shop.url, timeout=60)
        lines = [{"variantId": variant, "quantity": 1}]
        made = self.does("create", i={"channel": "online", "lines": lines})
        self.checkout = made["checkout"]["id"]
        self.does("email", id=self.checkout, e=f"program@{shop.shop.tag}.example.com")
        self.does("shipping", id=self.checkout, a=ADDRESS)
        self.does("billing", id=self.checkout, a=ADDRESS)

    def does(self, step: str, **variables: Any) -> dict[str, Any]:
        """Return the payload of a step; its errors are for the story to read."""
        answer = self.web.post("/graphql/", json={"query": STEPS[step], "variables": variables}).json()
        assert "errors" not in answer, answer
        payload: dict[str, Any] = next(iter(answer["data"].values()))
        return payload

    def chooses(self) -> int:
        """Choose the first delivery; returns the total in paise."""
        offered = self.does("options", id=self.checkout)["deliveries"]
        chosen = self.does("select", id=self.checkout, d=offered[0]["id"])
        return round(chosen["checkout"]["totalPrice"]["gross"]["amount"] * 100)

    def promises(self) -> str:
        """Promise cash for what the checkout costs now; returns the event's type, or why it was refused."""
        gateway = {"id": "umeed.payments", "data": {"method": "cash-on-delivery"}}
        given = self.does("pay", id=self.checkout, g=gateway, k=uuid4().hex)
        return str(given["transactionEvent"]["type"])

    def completes(self) -> str:
        """Return the code of the refusal; nothing where there is an order."""
        answer = self.does("complete", id=self.checkout)
        assert bool(answer["order"]) != bool(answer["errors"])
        return str(answer["errors"][0]["code"]) if answer["errors"] else ""


def test_a_program_pays_the_price_that_it_was_shown_and_the_new_one_once_it_looks_again(
    shop: LiveShop,
) -> None:
    quick, slow = Program(shop, stole_of(shop)), Program(shop, stole_of(shop))
    before = quick.chooses()
    assert slow.chooses() == before
    shop.shop.reprice(stole_of(shop), "3900")
    at_rest()
    slow.does("billing", id=slow.checkout, a=ADDRESS)
    slow.does("shipping", id=slow.checkout, a=ADDRESS)
    assert slow.chooses() == before + 40_000

    for program in (quick, slow):
        assert program.promises() == "AUTHORIZATION_SUCCESS"
        assert program.completes() == ""
    at_rest()

    orders = shop.orders()
    assert [paise(order.total.gross) for order in orders] == [before, before + 40_000]
    assert [paise(order.total_authorized) for order in orders] == [before, before + 40_000]
    assert broken_clauses() == {}


def test_a_program_whose_piece_is_withdrawn_gets_no_order_and_its_promise_is_let_go(shop: LiveShop) -> None:
    program = Program(shop, stole_of(shop))
    program.chooses()
    withdraw(shop, stole_of(shop))

    program.promises()
    refused = program.completes()
    at_rest()

    assert refused == "UNAVAILABLE_VARIANT_IN_CHANNEL"
    assert (shop.orders(), shop.stock("Kani stole")) == ([], (5, 0))
    assert broken_clauses() == {}


@embedded_only
def test_of_two_programs_whose_reservation_ended_one_has_the_bowl(reserving: LiveShop) -> None:
    bowl = reserving.shop.variants[reserving.shop.sku("Walnut bowl")]
    slow = Program(reserving, bowl)
    slow.chooses()
    time_passes()
    quick = Program(reserving, bowl)
    quick.chooses()
    for program in (quick, slow):
        program.promises()

    assert (quick.completes(), slow.completes()) == ("", "INSUFFICIENT_STOCK")
    at_rest()

    assert reserving.stock("Walnut bowl") == (1, 1)
    assert len(reserving.orders()) == 1
    assert broken_clauses() == {}
