"""What people, and others, type into the bag and the checkout."""

import pytest

from commerce.client import CheckoutPartsLines
from commerce.facade import public_store
from storefront.bag.cookie import COOKIE, read_bag
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import ADDRESS, Shopper, fields, text
from tests.common.shop_world import Shop

LONG = "a" * 100_000
STRANGE = {
    "an emoji flood": "💥" * 500,
    "right-to-left marks": "\u202e\u200f\u2066evil\u2069" * 30,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "100,000 characters": LONG,
    "a null byte": "A\x00B",
    "control characters": "\x01\x02\x1b[31m",
    "a lone surrogate, as latin text": "\\ud800",
    "SQL": "'; DROP TABLE store_order_order; --",
    "a template": "{{ 7*7 }}{% debug %}",
    "spaces only": " \t\u00a0\u2003 ",
    "line breaks": "a\r\nBcc: everybody@example.com",
}


@pytest.fixture
def with_bag(shopper: Shopper, shop: Shop) -> Shopper:
    """A shawl is in the bag, and the store has worked out what it costs."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.bag()
    shopper.get("/checkout/")
    return shopper


WRONG_PINS = (
    *("", "abc", "000000", "99999", "9999999", "190001x", "-190001", "1.9e5"),
    *("१९०००", "٠٠٠٠٠٠", "¹⁹⁰⁰⁰¹", LONG),
)


def test_a_wrong_pin_is_refused_beside_its_field_and_nothing_changes(with_bag: Shopper) -> None:
    with nothing_changes():
        for pin in WRONG_PINS:
            page = with_bag.check_pin(pin=pin)

            assert page.status_code == 422, pin[:40]
            assert 'id="id_pin_error"' in page.content.decode(), pin[:40]
            assert fields(page)["name"] == ADDRESS["name"]


def test_urdu_digits_are_a_pin_like_any_other(with_bag: Shopper) -> None:
    page = with_bag.check_pin(pin="۱۹۰۰۰۱", city="")

    assert page.status_code == 200
    assert "Srinagar, Jammu and Kashmir" in text(page)


BAD_PHONES = ("", "12345", "not a number", "+", "00000000000", "९" * 40, "+1 555", LONG)


def test_a_bad_phone_is_refused_beside_its_field_and_nothing_changes(with_bag: Shopper) -> None:
    with_bag.check_pin()
    shown = with_bag.last

    with nothing_changes():
        for phone in BAD_PHONES:
            with_bag.last = shown
            page = with_bag.place("cash-on-delivery", phone=phone)

            assert page.status_code == 422, phone[:40]
            assert 'id="id_phone_error"' in page.content.decode(), phone[:40]
            kept = fields(page)
            assert {name: kept[name] for name in ADDRESS if name != "phone"} == {
                name: value for name, value in ADDRESS.items() if name != "phone"
            }


NO_QUANTITIES = (
    *(
        "-1",
        "0",
        "1000",
        "9" * 400,
        "1.5",
        "1e3",
        "NaN",
        "abc",
        "",
        "１٠٠٠",
        "\x00",
        "0x10",
        "1_0",
        "--1",
        LONG,
    ),
)


def line_of(shopper: Shopper) -> CheckoutPartsLines:
    bag = read_bag(shopper.get("/cart/").wsgi_request)  # type: ignore[attr-defined]
    assert bag is not None
    checkout = public_store().checkout_details(id=bag.checkout_id).checkout
    assert checkout is not None
    return checkout.lines[0]


def test_a_quantity_that_is_none_is_refused_and_nothing_changes(with_bag: Shopper) -> None:
    line = line_of(with_bag)

    with nothing_changes():
        for quantity in NO_QUANTITIES:
            added = with_bag.add(line.variant.id, quantity)
            updated = with_bag.client.post("/cart/update/", {"line": line.id, "quantity": quantity})

            assert (added.status_code, updated.status_code) == (400, 400), quantity[:40]
            assert "Kani shawl" in text(added)
    assert line_of(with_bag).quantity == 1


NO_VARIANTS = (
    "",
    "1",
    "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5",
    "UHJvZHVjdDox",
    "UHJvZHVjdFZhcmlhbnQ6LTE=",
    "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
    "UHJvZHVjdFZhcmlhbnQ6YWJj",
    "%%%",
    "💥",
    "A" * 129,
    "\x00",
)


def test_a_variant_that_nobody_has_is_refused_and_nothing_changes(with_bag: Shopper) -> None:
    with nothing_changes():
        for variant in NO_VARIANTS:
            page = with_bag.add(variant)

            assert page.status_code in (400, 409), variant
            assert "Kani shawl" in text(page)


def test_a_line_of_no_bag_of_mine_is_refused_and_nothing_changes(with_bag: Shopper) -> None:
    with nothing_changes():
        for line in ("", "1", "Q2hlY2tvdXRMaW5lOjE=", "UHJvZHVjdDox", "💥", "A" * 129):
            updated = with_bag.client.post("/cart/update/", {"line": line, "quantity": "2"})
            removed = with_bag.client.post("/cart/remove/", {"line": line})

            assert updated.status_code in (400, 409), line
            assert removed.status_code in (400, 409), line


def test_a_line_of_somebody_elses_bag_is_refused_and_nothing_changes(with_bag: Shopper, shop: Shop) -> None:
    other = Shopper()
    other.add(shop.piece("Walnut tray", price="900"))
    theirs = line_of(other).id

    with nothing_changes():
        updated = with_bag.client.post("/cart/update/", {"line": theirs, "quantity": "2"})
        removed = with_bag.client.post("/cart/remove/", {"line": theirs})

    assert (updated.status_code, removed.status_code) == (409, 409)


def test_a_forged_bag_is_no_bag(with_bag: Shopper) -> None:
    real = with_bag.client.cookies[COOKIE].value
    value, signature = real.split(":", 1)[0], real.rsplit(":", 1)[1]
    forged = [
        value,
        f"{value}:1",
        f"Q2hlY2tvdXQ6MQ==:1:x:{signature}",
        real[:-1],
        "",
        "\xf0\x9f",
        LONG[:4000],
        "a:b:c:d",
    ]

    with nothing_changes():
        for cookie in forged:
            stranger = Shopper()
            stranger.client.cookies[COOKIE] = cookie
            assert "Kani shawl" not in stranger.bag()
            assert stranger.client.get("/checkout/").status_code == 303
            assert stranger.client.post("/checkout/place/", ADDRESS).status_code == 303


@pytest.mark.parametrize("field", ["name", "line1", "line2", "city", "email"])
def test_strange_text_is_taken_as_text_or_refused_beside_its_field(shop: Shop, field: str) -> None:
    shawl = shop.piece("Kani shawl", price="3500", stock=99)
    buyer = Shopper()
    for what, typed in STRANGE.items():
        buyer.add(shawl)
        buyer.check_pin()

        page = buyer.place("cash-on-delivery", **{field: typed})

        assert page.status_code in (303, 422), what
        assert "<script>alert" not in page.content.decode(), what
        if page.status_code == 422:
            assert f'id="id_{field}_error"' in page.content.decode(), what
            assert fields(page)["pin"] == ADDRESS["pin"]
        else:
            order = buyer.client.get(page["Location"])
            assert order.status_code == 200, what
            assert "<script>alert" not in order.content.decode(), what


def test_a_total_that_was_never_shown_places_no_order(with_bag: Shopper) -> None:
    with_bag.check_pin()
    for total in ("", "1", "0INR", "-1INR", "1779000USD", "💥", LONG, "1e9INR"):
        page = with_bag.place("cash-on-delivery", total=total)

        assert page.status_code in (409, 422), total[:40]
        assert fields(page)["name"] == ADDRESS["name"]


def test_a_way_to_pay_that_there_is_not_is_refused_and_nothing_changes(with_bag: Shopper) -> None:
    with_bag.check_pin()
    with nothing_changes():
        for method in ("", "free", "barter", "stripe\x00", LONG, "STRIPE"):
            assert with_bag.place(method).status_code == 422, method[:40]


def test_a_parcel_that_there_is_not_is_refused(with_bag: Shopper) -> None:
    with_bag.check_pin()
    sent = fields(with_bag.last)  # type: ignore[arg-type]
    for parcel in ("parcel-", "parcel-x", "parcel-💥", "parcel-" + "k" * 800):
        page = with_bag.client.post("/checkout/delivery/", sent | {parcel: "by-magic"})

        assert page.status_code == 409, parcel
        assert fields(page)["name"] == ADDRESS["name"]


def test_ten_thousand_parcels_are_refused(with_bag: Shopper) -> None:
    with_bag.check_pin()
    sent = fields(with_bag.last)  # type: ignore[arg-type]
    many = {f"parcel-{number}": "x" for number in range(900)}

    assert with_bag.client.post("/checkout/delivery/", sent | many).status_code == 409
    many |= {f"parcel-{number}": "x" for number in range(10_000)}
    assert with_bag.client.post("/checkout/delivery/", sent | many).status_code == 400


BROKEN = {
    "bytes that are no text": ("application/x-www-form-urlencoded", b"name=\xff\xfe&pin=%ff%fe&\xff=1"),
    "half a multipart": ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    "a multipart without a boundary": ("multipart/form-data", b"--x"),
    "a charset that there is not": ("application/x-www-form-urlencoded; charset=nonsense", b"pin=%ff"),
    "no form at all": ("application/json", b'{"pin": "190001"}'),
    "nothing": ("application/x-www-form-urlencoded", b""),
}


@pytest.mark.parametrize("address", ["/cart/add/", "/cart/update/", "/checkout/pin/", "/checkout/place/"])
def test_a_form_of_broken_bytes_is_refused_and_nothing_changes(with_bag: Shopper, address: str) -> None:
    with_bag.client.raise_request_exception = False
    with nothing_changes():
        for what, (kind, body) in BROKEN.items():
            status = with_bag.client.generic("POST", address, body, kind).status_code
            assert 400 <= status < 500, f"{what}: {status}"
