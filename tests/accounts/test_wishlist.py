"""The wishlist, without an account in a signed cookie, with one on every device."""

import re

import pytest
from django.core import signing
from django.http import HttpResponse

from jkrlm.kernel.ids import global_id
from storefront.accounts.cookies import WISHES
from storefront.accounts.models import Wish
from storefront.accounts.rules import WISHES_OF_GUEST_MAX
from tests.accounts.world import Browser
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.common.shop_world import Shop

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def wish(browser: Browser, product: str, **headers: str) -> HttpResponse:
    return browser.client.post("/wishlist/add/", {"product": product}, headers=OURS | headers)


def test_a_guests_wishes_are_kept_in_her_browser_and_merged_when_she_signs_in(shop: Shop) -> None:
    stole, tray = (shop.products[shop.piece(name, price="900")] for name in ("Kani stole", "Walnut tray"))
    elsewhere = Browser().sign_in()
    wish(elsewhere, tray)
    guest = Browser()
    answer = wish(guest, stole, Referer="http://testserver/products/?q=stole")
    assert (answer.status_code, answer["Location"]) == (303, "/products/")
    wish(guest, stole)
    page = text(guest.get("/wishlist/"))
    assert "Kani stole" in page and "₹900" in page and "Walnut tray" not in page
    assert Wish.objects.count() == 1

    guest.sign_in()
    assert WISHES not in guest.client.cookies or guest.client.cookies[WISHES].value == ""
    page = text(guest.get("/wishlist/"))
    assert page.index("Kani stole") < page.index("Walnut tray")
    guest.client.post("/wishlist/remove/", {"product": tray})
    assert [each.product_id for each in Wish.objects.all()] == [stole]


def test_prices_and_what_is_sold_are_todays(shop: Shop) -> None:
    variant = shop.piece("Kani stole", price="900", stock=1)
    guest = Browser()
    wish(guest, shop.products[variant])
    shop.reprice(variant, "950")
    shop.restock(variant, 0)
    page = text(guest.get("/wishlist/"))
    assert "₹950" in page and "Sold out" in page
    shop.show(shop.products[variant], False)
    page = text(guest.get("/wishlist/"))
    assert "1 piece of your list is no longer in the shop." in page
    guest.client.post("/wishlist/clear/")
    assert "Nothing here yet." in text(guest.get("/wishlist/"))


def test_htmx_gets_a_sentence(shop: Shop) -> None:
    product = shop.products[shop.piece("Kani stole", price="900")]
    answer = wish(Browser(), product, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "On your wishlist." in answer.content.decode() and "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Referer": "https://evil.example/"}],
)
def test_another_site_puts_nothing_on_the_list(shop: Shop, headers: dict[str, str]) -> None:
    product = shop.products[shop.piece("Kani stole", price="900")]
    browser = Browser().sign_in()
    with nothing_changes():
        answer = browser.client.post("/wishlist/add/", {"product": product}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "product", ["", "x", global_id("Product", 999999), global_id("Order", 1), "A" * 5000]
)
def test_what_we_do_not_have_is_refused(shop: Shop, product: str) -> None:
    browser = Browser().sign_in()
    with nothing_changes():
        assert wish(browser, product).status_code == 422


def test_a_forged_cookie_is_an_empty_list(shop: Shop) -> None:
    browser = Browser()
    browser.client.cookies[WISHES] = "WyJhIl0:1abc:forged"
    assert "Nothing here yet." in text(browser.get("/wishlist/"))
    browser.client.cookies[WISHES] = signing.dumps({"a": 1}, salt="storefront.accounts.wishes")
    assert browser.get("/wishlist/").status_code == 200


def test_a_guests_browser_keeps_fifty(shop: Shop) -> None:
    product = shop.products[shop.piece("Kani stole", price="900")]
    browser = Browser()
    many = [global_id("Product", 10_000 + number) for number in range(WISHES_OF_GUEST_MAX)]
    browser.client.cookies[WISHES] = signing.dumps(many, salt="storefront.accounts.wishes")
    wish(browser, product)
    kept = signing.loads(browser.client.cookies[WISHES].value, salt="storefront.accounts.wishes")
    assert (len(kept), kept[0]) == (WISHES_OF_GUEST_MAX, product)
    assert len(browser.client.cookies[WISHES].value) < 3000


def test_pages_that_are_kept_for_everybody_are_the_same_for_who_is_signed_in(shop: Shop) -> None:
    shop.piece("Kani stole", price="900")
    path = f"/products/{shop.slug('Kani stole')}/"
    guest, signed_in = Browser(), Browser().sign_in()
    signed_in.client.post("/account/settings/", {"name": "Ananya Rao", "language": "en"})
    signed_in.get("/account/")

    def same(page: HttpResponse) -> str:
        return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]+"', "", page.content.decode())

    for address in ("/", "/products/", path, "/makers/"):
        assert same(guest.get(address)) == same(signed_in.get(address)), address
        assert 'href="/account/" aria-label="Account"' in guest.last.content.decode() if guest.last else False
    listing = Browser().client.get("/products/")
    assert "Set-Cookie" not in listing and not listing.cookies
