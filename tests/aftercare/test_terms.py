"""Editors say how long what may come back and what is wrapped; the shop says it before anybody pays."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from jkrlm.kernel import relay
from jkrlm.people.facade import Role, audit_trail
from sellers.orders.models import SellerOrderLine
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop, open_shop
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
TYPE = "/staff/terms/types/shawl/"


@pytest.fixture
def shop() -> Shop:
    shop = open_shop()
    shop.piece("Kani stole", price="900")
    return shop


def keep(editor: Client, path: str, days: str, wrap: str) -> HttpResponse:
    seen = re.search(r'name="seen" value="([^"]*)"', editor.get(path).content.decode())
    assert seen
    return editor.post(path, {"days": days, "wrap": wrap, "seen": seen[1]})


def said(shop: Shop) -> str:
    return text(Client().get(f"/products/{shop.slug('Kani stole')}/"))


def test_a_type_says_it_for_all_and_a_product_for_itself(shop: Shop) -> None:
    editor = staff(Role.EDITOR)
    assert "Can be returned within 7 days of delivery. Gift wrap is free." in said(shop)

    assert keep(editor, TYPE, "14", "no").status_code == 302
    assert "Can be returned within 14 days of delivery. Cannot be gift-wrapped." in said(shop)
    shopper = Shopper()
    shopper.add(shop.variants[shop.sku("Kani stole")])
    assert "Return within 14 days" in shopper.bag()
    assert 'name="gift_wrap"' not in shopper.check_pin(pin="190001").content.decode()

    own = f"/staff/terms/products/{shop.slug('Kani stole')}/"
    found = editor.get("/staff/terms/", {"product": shop.sku("Kani stole").lower()})
    assert found["Location"] == own
    assert "Its page says now: Can be returned within 14 days" in text(editor.get(own))
    assert keep(editor, own, "3", "yes").status_code == 302
    assert "Can be returned within 3 days of delivery. Gift wrap is free." in said(shop)
    assert 'name="gift_wrap"' in shopper.check_pin(pin="190001").content.decode()
    shopper.place("cash-on-delivery")
    relay.drain()
    assert SellerOrderLine.objects.get().return_days == 3

    assert keep(editor, own, "", "").status_code == 302
    assert "Can be returned within 14 days" in said(shop)
    assert SellerOrderLine.objects.get().return_days == 3, "frozen when it was ordered"
    (first,) = audit_trail("type shawl", most=5)
    assert first.verb == "terms.set"
    assert len(audit_trail(f"product {shop.sku('Kani stole')}", most=5)) == 2


def test_of_two_editors_the_second_sees_what_the_first_wrote(shop: Shop) -> None:
    editor = staff(Role.EDITOR)
    assert keep(editor, TYPE, "14", "").status_code == 302

    late = editor.post(TYPE, {"days": "10", "wrap": "no", "seen": "|"})

    assert late.status_code == 409
    assert "Somebody else has changed it: days 14, wrap –." in text(late)
    assert 'value="10"' in late.content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', late.content.decode())
    assert editor.post(TYPE, {"days": "10", "wrap": "no", "seen": seen[1]}).status_code == 302
    assert "within 10 days" in said(shop)


@pytest.mark.parametrize(("days", "wrap"), [("31", ""), ("-1", ""), ("x", ""), ("7", "maybe")])
def test_what_cannot_be_is_refused_beside_its_field(shop: Shop, days: str, wrap: str) -> None:
    editor = staff(Role.EDITOR)
    with nothing_changes():
        assert keep(editor, TYPE, days, wrap).status_code == 422


def test_what_is_not_there_is_said(shop: Shop) -> None:
    editor = staff(Role.EDITOR)
    missing = editor.get("/staff/terms/", {"product": "NO-SUCH"})
    assert missing.status_code == 404
    assert "No product has this SKU or address." in text(missing)
    for path in ("/staff/terms/types/none/", "/staff/terms/products/none/"):
        assert editor.get(path).status_code == 404
    assert staff(Role.LOGISTICS).get(TYPE).status_code == 403
