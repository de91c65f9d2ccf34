"""After buying, through pages and desks: cancelled before packing, sent back, exchanged; the money proven."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from media.models import StoredPicture
from sellers.orders.models import ReturnCase, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from storefront.aftercare.models import KeptPiece
from storefront.aftercare.services.keep_piece import look_after_kept
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, words
from tests.journeys import Buyer
from tests.seller_orders.conftest import press, sent_and_delivered, staff, waiting_decision

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]
PICTURE = Path("catalogue/demo/pictures/crewel-cushion-cover-16-inch-pair.webp")


def two_parcels(
    shop: LiveShop, method: str = "stripe", stoles: int = 2
) -> tuple[Buyer, str, SellerOrder, SellerOrder]:
    """Stoles of KZ09 and a tray of KZ11 in one order; returns buyer, the order page's path, both parcels."""
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"), quantity=stoles)
    page = buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), method)
    at_rest()
    stole, tray = SellerOrder.objects.order_by("group_code")
    return buyer, page.url.path, stole, tray


def books(part: SellerOrder) -> ledger.OrderBooks:
    return ledger.orders_in_books([part.order_number])[part.order_number]


def refunded(shop: LiveShop) -> Decimal:
    return Decimal(paise(shop.order().total_refunded)) / 100


def cancel(buyer: Buyer, path: str, part: SellerOrder, units: int) -> str:
    """Press through both pages; returns the words of the last one."""
    line = part.lines.get()
    address = f"{path}cancel/{part.code}/"
    page = buyer.web.get(address)
    asked = buyer.send(page, address, {f"units_{line.pk}": str(units), "reason": "mind"})
    if 'name="sure"' not in asked.text:
        return words(asked)
    return words(buyer.send(asked, address))


def ask(buyer: Buyer, path: str, part: SellerOrder, units: int = 1, **given: str) -> ReturnCase:
    line = part.lines.get()
    address = f"{path}return/{part.code}/"
    page = buyer.web.get(address)
    key = re.search(r'name="key" value="([^"]+)"', page.text)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    typed = {f"units_{line.pk}": str(units), "why": "damaged", "words": "A tear", "key": key[1], **given}
    answer = buyer.web.post(
        address,
        data={**typed, "csrfmiddlewaretoken": token[1]},
        files={"photos": ("tear.webp", PICTURE.read_bytes(), "image/webp")},
    )
    assert answer.status_code == 200, answer.status_code
    assert "We have your request." in words(answer)
    return ReturnCase.objects.latest("pk")


def handle(case: ReturnCase, **inspected: object) -> None:
    """Agreed, fetched, received, looked at by one, decided by another."""
    desk, checker = staff(Role.LOGISTICS, name="Returns"), staff(Role.FINANCE_CHECKER, name="Checker")
    row = case.lines.get()
    for act, given in (
        ("approve", {"words": "We fetch it"}),
        ("pickup", {"pickup_on": "2099-01-01"}),
        ("receive", {}),
        ("inspect", {f"units_{row.line_id}": row.quantity, "bearer": "group", **inspected}),
    ):
        answer = press(desk, f"returns/{case.pk}/{act}/", **given)
        assert answer.status_code == 302, answer.content.decode()
    at_rest()
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()


def test_a_piece_is_cancelled_and_the_rest_is_sent(shop: LiveShop) -> None:
    buyer, path, stoles, tray = two_parcels(shop)

    said = cancel(buyer, path, stoles, 1)
    at_rest()

    assert "Cancelled. What you paid for it goes back to you." in said
    stoles.refresh_from_db()
    assert (stoles.state, stoles.lines.get().quantity_returned) == ("new", 1)
    assert refunded(shop) == Decimal(3500)
    assert books(stoles).refunds_due.amount == 0
    (letter,) = shop.letters("part-cancelled")
    assert "₹3,500" in letter.text
    assert broken_clauses() == {}

    sent_and_delivered(stoles)
    sent_and_delivered(tray)
    shown = words(buyer.web.get(path))
    assert "1 cancelled or sent back" in shown
    assert "Everything has come" in shown
    assert {row.quantity_fulfilled for row in shop.order().lines} == {1}
    assert broken_clauses() == {}


def test_of_cash_so_much_less_is_collected(shop: LiveShop) -> None:
    buyer, path, stoles, _tray = two_parcels(shop, "cash-on-delivery")
    before = stoles.cash_to_collect

    cancel(buyer, path, stoles, 1)
    at_rest()

    stoles.refresh_from_db()
    assert before - stoles.cash_to_collect == 3500
    assert books(stoles).refunds_due.amount == 0
    assert broken_clauses() == {}


def test_who_packs_first_has_it(shop: LiveShop) -> None:
    buyer, path, stoles, tray = two_parcels(shop)
    line = stoles.lines.get()
    address = f"{path}cancel/{stoles.code}/"
    asked = buyer.send(buyer.web.get(address), address, {f"units_{line.pk}": "2", "reason": "mind"})
    move.accept(code=stoles.code, by=By("person:7"), now=now())
    move.pack(code=stoles.code, by=By("person:7"), now=now())

    late = buyer.send(asked, address)

    assert late.status_code == 409
    assert "The makers have just packed this parcel" in words(late)
    stoles.refresh_from_db()
    assert (stoles.state, stoles.lines.get().quantity_returned) == ("packed", 0)
    assert refunded(shop) == 0
    cancel(buyer, path, tray, 1)
    at_rest()
    tray.refresh_from_db()
    assert tray.state == "cancelled"
    assert books(tray).refunds_due.amount == 0
    assert "Cancelled" in words(buyer.web.get(path))
    assert broken_clauses() == {}


def test_one_parcel_of_two_comes_back(shop: LiveShop) -> None:
    buyer, path, stole, tray = two_parcels(shop, stoles=1)
    sent_and_delivered(stole)
    sent_and_delivered(tray)
    case = ask(buyer, path, tray)
    assert case.carriage == "operator"
    assert "We look at your request" in words(buyer.web.get(path))
    assert buyer.web.get(f"{path}returns/{case.pk}/photos/0/").status_code == 200

    handle(case, with_delivery="on")

    case.refresh_from_db()
    tray.refresh_from_db()
    assert (case.state, tray.state, stole.state) == ("refunded", "returned", "delivered")
    cost = sum(line.net + line.gst for line in tray.lines.all()) + tray.delivery_net + tray.delivery_gst
    assert refunded(shop) == cost
    assert books(tray).refunds_due.amount == 0
    shown = words(buyer.web.get(path))
    assert "Your money went back" in shown
    assert "of this parcel went back to you" in shown
    letters = shop.letters("return", 6)
    assert [letter.reference.split()[0] for letter in letters] == ["return"] * 6
    assert broken_clauses() == {}


def test_what_is_not_accepted_goes_back_and_nothing_is_paid(shop: LiveShop) -> None:
    buyer, path, _stole, tray = two_parcels(shop, stoles=1)
    sent_and_delivered(tray)
    case = ask(buyer, path, tray)
    desk = staff(Role.LOGISTICS, name="Returns")
    row = case.lines.get()
    for act in ("approve", "receive"):
        assert press(desk, f"returns/{case.pk}/{act}/").status_code == 302
    none = {f"units_{row.line_id}": 0, "bearer": "group"}
    assert press(desk, f"returns/{case.pk}/inspect/", **none).status_code == 422
    assert press(desk, f"returns/{case.pk}/inspect/", **none, words="Used").status_code == 422
    with PICTURE.open("rb") as photo:
        left_out = {**none, "bearer": "", "photos": photo}
        kept_before = StoredPicture.objects.count()
        refused = press(desk, f"returns/{case.pk}/inspect/", **left_out, words="It was used")
        assert "Choose the photographs again" in refused.content.decode()
        assert StoredPicture.objects.count() == kept_before, "what is refused leaves no file behind"
        photo.seek(0)
        answer = press(desk, f"returns/{case.pk}/inspect/", **none, words="It was used", photos=photo)
    assert answer.status_code == 302
    assert press(desk, f"returns/{case.pk}/send-back/", words="EJ1").status_code == 302
    at_rest()

    case.refresh_from_db()
    assert case.state == "sent-back"
    assert refunded(shop) == 0
    assert "It was used" in words(buyer.web.get(path))
    assert broken_clauses() == {}


def test_kept_until_the_money_is_back_nobody_pays_twice(shop: LiveShop) -> None:
    shop.shop.piece("Walnut bowl", price="900", stock=1)
    buyer, path, stole, _tray = two_parcels(shop, stoles=1)
    first = shop.order()
    sent_and_delivered(stole)
    bowl = shop.shop.variants[shop.shop.sku("Walnut bowl")]
    case = ask(buyer, path, stole, why="changed-mind", wish="exchange", wanted=stole_variant(shop))
    ReturnCase.objects.filter(pk=case.pk).update(wanted=bowl)
    desk = staff(Role.LOGISTICS, name="Returns")
    assert press(desk, f"returns/{case.pk}/approve/").status_code == 302
    at_rest()

    for _press in range(2):
        page = buyer.web.get(path)
        if "/keep/" in page.text:
            buyer.send(page, "/keep/")
    assert "The other piece is kept for you until" in words(buyer.web.get(path))
    (kept,) = KeptPiece.objects.all()
    rana = shop.buyer("rana")
    assert 'action="/cart/add/"' not in rana.web.get(f"/products/{shop.shop.slug('Walnut bowl')}/").text
    assert [order.number for order in shop.orders()] == [first.number]

    row = case.lines.get()
    assert press(desk, f"returns/{case.pk}/receive/").status_code == 302
    given = {f"units_{row.line_id}": 1, "bearer": "group"}
    assert press(desk, f"returns/{case.pk}/inspect/", **given).status_code == 302
    checker = staff(Role.FINANCE_CHECKER, name="Checker")
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()
    case.refresh_from_db()
    assert case.state == "refunded"
    assert refunded(shop) == 3500
    assert broken_clauses() == {}

    checkout = buyer.send(buyer.web.get(path), "/exchange/")
    assert buyer.contact["line1"] in checkout.text
    buyer.pay(buyer.place(buyer.check_pin(), "stripe"))
    at_rest()
    case.refresh_from_db()
    second = shop.orders()[-1]
    assert (case.exchange_number, [line.product_name for line in second.lines]) == (
        second.number,
        ["Walnut bowl"],
    )
    kept.refresh_from_db()
    assert kept.ended_at is not None
    assert shop.stock("Walnut bowl") == (1, 1)
    assert broken_clauses() == {}


def test_what_was_kept_is_free_again_when_she_keeps_the_first(shop: LiveShop) -> None:
    buyer, path, stole, _tray = two_parcels(shop, stoles=1)
    sent_and_delivered(stole)
    case = ask(buyer, path, stole, why="changed-mind", wish="exchange", wanted=stole_variant(shop))
    assert press(staff(Role.LOGISTICS, name="Returns"), f"returns/{case.pk}/approve/").status_code == 302
    at_rest()
    buyer.send(buyer.web.get(path), "/keep/")
    kept = KeptPiece.objects.get()

    assert look_after_kept(now=now()) == 1
    buyer.send(buyer.web.get(path), "/call-off/")
    at_rest()

    kept.refresh_from_db()
    assert kept.ended_at is not None
    assert look_after_kept(now=now()) == 0
    assert "Keep it for me" not in words(buyer.web.get(path))
    rana = shop.buyer("rana")
    rana.add(shop.shop.slug("Kani stole"), 4)
    assert "/pay/" in rana.place(rana.check_pin(), "stripe").url.path
    assert broken_clauses() == {}


def stole_variant(shop: LiveShop) -> str:
    return shop.shop.variants[shop.shop.sku("Kani stole")]


def test_an_exchange_is_a_return_and_an_order(shop: LiveShop) -> None:
    buyer, path, stole, _tray = two_parcels(shop, stoles=1)
    first = shop.order()
    sent_and_delivered(stole)
    variant = shop.shop.variants[shop.shop.sku("Kani stole")]
    case = ask(buyer, path, stole, why="changed-mind", wish="exchange", wanted=variant)
    assert (case.wish, case.carriage) == ("exchange", "buyer")
    desk = staff(Role.LOGISTICS, name="Returns")
    assert press(desk, f"returns/{case.pk}/approve/").status_code == 302
    at_rest()

    there = shop.stock("Kani stole")
    checkout = buyer.send(buyer.web.get(path), "/exchange/")
    assert checkout.url.path == "/checkout/"
    assert buyer.contact["line1"] in checkout.text
    buyer.place(buyer.check_pin(), "cash-on-delivery")
    at_rest()

    case.refresh_from_db()
    (second,) = [order for order in shop.orders() if order.number != first.number]
    assert case.exchange_number == second.number
    assert shop.stock("Kani stole")[1] == there[1] + 1
    row = case.lines.get()
    assert press(desk, f"returns/{case.pk}/receive/").status_code == 302
    given = {f"units_{row.line_id}": 1, "bearer": "group"}
    assert press(desk, f"returns/{case.pk}/inspect/", **given).status_code == 302
    checker = staff(Role.FINANCE_CHECKER, name="Checker")
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()
    case.refresh_from_db()
    assert case.state == "refunded"
    assert f"The other piece comes with order {second.number}." in words(buyer.web.get(path))
    assert books(stole).refunds_due.amount == 0
    assert broken_clauses() == {}
