"""A bag from empty to full and back, without script and without an account."""

import pytest

from commerce.facade import public_store
from storefront.bag.cookie import COOKIE, Bag, read_bag
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop


def bag_of(shopper: Shopper) -> Bag | None:
    request = shopper.client.get("/cart/").wsgi_request
    return read_bag(request)


def pieces(shopper: Shopper) -> dict[str, int]:
    """What the store itself holds for this buyer."""
    bag = bag_of(shopper)
    assert bag is not None
    checkout = public_store().checkout_details(id=bag.checkout_id).checkout
    assert checkout is not None
    return {line.variant.name: line.quantity for line in checkout.lines}


def test_an_empty_bag_says_so(shopper: Shopper) -> None:
    page = shopper.get("/cart/")

    assert page.status_code == 200
    assert "Your bag is empty." in text(page)
    assert COOKIE not in shopper.client.cookies


def test_the_first_piece_starts_a_bag_and_the_second_joins_it(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="14500")
    tray = shop.piece("Walnut tray", price="3200", maker="KZ11")

    first = shopper.add(shawl)
    shopper.add(tray, 2)

    assert (first.status_code, first["Location"]) == (303, "/cart/")
    page = shopper.bag()
    assert "Kani shawl Kanihama Tuji SHG ₹14,500" in page
    assert "Walnut tray Harwan Naqqashi SHG ₹3,200" in page
    assert "3 pieces ₹20,900" in page
    assert "2 groups made these pieces, and each packs its own." in page
    assert pieces(shopper) == {"Kani shawl": 1, "Walnut tray": 2}


def test_the_header_counts_the_pieces(shopper: Shopper, shop: Shop) -> None:
    shopper.add(shop.piece("Kani shawl", price="14500"), 2)

    assert 'aria-label="Bag, 2 pieces"' in shopper.get("/cart/").content.decode()


def test_with_script_the_answer_is_a_line_and_the_page_stays(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="14500")

    answer = shopper.client.post(
        "/cart/add/", {"variant": shawl, "quantity": 1}, headers={"HX-Request": "true"}
    )

    assert (answer.status_code, answer["HX-Trigger"]) == (200, "bag-changed")
    assert "See your bag, 1 piece" in text(answer)
    assert pieces(shopper) == {"Kani shawl": 1}


def test_quantities_change_and_lines_leave(shopper: Shopper, shop: Shop) -> None:
    shopper.add(shop.piece("Kani shawl", price="14500"))
    shopper.add(shop.piece("Walnut tray", price="3200"))
    lines = line_ids(shopper)

    changed = shopper.client.post("/cart/update/", {"line": lines["Kani shawl"], "quantity": "3"})
    removed = shopper.client.post("/cart/remove/", {"line": lines["Walnut tray"]})

    assert (changed.status_code, removed.status_code) == (303, 303)
    assert pieces(shopper) == {"Kani shawl": 3}


def line_ids(shopper: Shopper) -> dict[str, str]:
    bag = bag_of(shopper)
    assert bag is not None
    checkout = public_store().checkout_details(id=bag.checkout_id).checkout
    assert checkout is not None
    return {line.variant.name: line.id for line in checkout.lines}


def test_more_than_there_is_changes_nothing(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="14500", stock=1)
    shopper.add(shawl)

    again = shopper.add(shawl)

    assert again.status_code == 409
    assert "Only 1 left of this piece." in text(again)
    assert pieces(shopper) == {"Kani shawl": 1}


@pytest.mark.parametrize("quantity", ["0", "-1", "two", "", "99999999999999999999"])
def test_a_number_that_is_none_is_refused_and_changes_nothing(
    shopper: Shopper, shop: Shop, quantity: str
) -> None:
    shawl = shop.piece("Kani shawl", price="14500")
    shopper.add(shawl)
    line = line_ids(shopper)["Kani shawl"]

    added = shopper.add(shawl, quantity)
    updated = shopper.client.post("/cart/update/", {"line": line, "quantity": quantity})

    assert (added.status_code, updated.status_code) == (400, 400)
    assert pieces(shopper) == {"Kani shawl": 1}


@pytest.mark.parametrize("variant", ["", "nonsense", "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5", "Q2hlY2tvdXQ6MQ=="])
def test_a_piece_that_we_do_not_have_starts_no_bag(shopper: Shopper, variant: str) -> None:
    answer = shopper.add(variant)

    assert answer.status_code in (400, 409)
    assert COOKIE not in shopper.client.cookies


def test_a_line_of_another_buyer_cannot_be_touched(shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="14500")
    ananya, stranger = Shopper(), Shopper()
    ananya.add(shawl)
    stranger.add(shawl)
    line = line_ids(ananya)["Kani shawl"]

    answers = [
        stranger.client.post("/cart/update/", {"line": line, "quantity": "5"}),
        stranger.client.post("/cart/remove/", {"line": line}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert pieces(ananya) == {"Kani shawl": 1}
    assert pieces(stranger) == {"Kani shawl": 1}


def test_a_forged_cookie_opens_no_bag(shop: Shop) -> None:
    ananya, thief = Shopper(), Shopper()
    ananya.add(shop.piece("Kani shawl", price="14500"))
    bag = bag_of(ananya)
    assert bag is not None

    thief.client.cookies[COOKIE] = f"{bag.checkout_id}:1:forged"

    assert "Your bag is empty." in thief.bag()


def test_what_was_sold_meanwhile_is_marked_and_blocks_the_checkout(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="14500", stock=2)
    shopper.add(shawl, 2)
    shop.restock(shawl, 1)

    page = shopper.bag()

    assert "Only 1 left. Take fewer." in page
    assert "Change what is marked above, then you can check out." in page


def test_asking_for_a_form_address_leads_to_the_page(shopper: Shopper) -> None:
    for path in ("/cart/add/", "/cart/update/", "/cart/remove/"):
        answer = shopper.client.get(path)
        assert (answer.status_code, answer["Location"]) == (303, "/cart/")
