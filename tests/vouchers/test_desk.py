"""Staff make vouchers, see what they cost, and end them; buyers read in plain words what a code needs."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, audit_trail
from storefront.vouchers.reasons import find_voucher
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop
from tests.seller_orders.conftest import staff

GIVEN = {"code": "eid-2026", "name": "Eid (sample)", "kind": "percent", "value": "10", "bearer": "operator"}


def make(client: Client, **changed: str):
    page = client.get("/staff/vouchers/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return client.post("/staff/vouchers/new/", {"key": key, **GIVEN, **changed})


@pytest.mark.django_db
def test_an_editor_makes_one_and_ends_it(shop: Shop, shopper: Shopper) -> None:
    editor = staff(Role.EDITOR)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    assert make(editor, least="1000", limit="5", ends=tomorrow, once="on").status_code == 302

    voucher = find_voucher("EID-2026")
    assert (voucher.usage_limit, voucher.apply_once_per_customer) == (5, True)
    assert voucher.metafields["umeed.bearer"] == "operator"
    listed = text(editor.get("/staff/vouchers/"))
    assert "EID-2026" in listed and "10 % off all goods" in listed and "from ₹1,000" in listed
    (entry,) = audit_trail("voucher EID-2026", most=5)
    assert (entry.verb, entry.after["bearer"]) == ("voucher.make", "operator")

    number = re.search(r"/staff/vouchers/(\d+)/end/", editor.get("/staff/vouchers/").content.decode())[1]
    assert editor.post(f"/staff/vouchers/{number}/end/").status_code == 302
    assert editor.post(f"/staff/vouchers/{number}/end/").status_code == 302
    assert find_voucher("EID-2026").end_date <= clock.now()
    assert editor.post("/staff/vouchers/999999/end/").status_code == 404


@pytest.mark.django_db
def test_the_same_form_twice_makes_one_and_another_with_its_code_is_told(shop: Shop) -> None:
    editor = staff(Role.EDITOR)
    page = editor.get("/staff/vouchers/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    for _ in range(2):
        assert editor.post("/staff/vouchers/new/", {"key": key, **GIVEN}).status_code == 302
    again = make(editor)
    assert (again.status_code, "Another voucher has this code." in text(again)) == (422, True)
    assert len(app_store().vouchers_list(first=10).vouchers.edges) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"code": "a b"},
        {"code": "X"},
        {"value": ""},
        {"value": "91"},
        {"value": "-1"},
        {"value": "NaN"},
        {"kind": "gift"},
        {"limit": "0"},
        {"least": "1e9"},
        {"begins": "2026-13-01"},
        {"begins": "9999-01-01"},
        {"ends": "2001-01-01"},
        {"category": "Q2F0ZWdvcnk6OTk5"},
        {"bearer": "nobody"},
        {"name": ""},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_and_kept(shop: Shop, changed: dict[str, str]) -> None:
    editor = staff(Role.EDITOR)
    with nothing_changes():
        answer = make(editor, **changed)
    assert answer.status_code == 422
    assert "Eid (sample)" in answer.content.decode() or changed == {"name": ""}


@pytest.mark.django_db
def test_others_may_not(shop: Shop) -> None:
    for role in (Role.LOGISTICS, Role.FINANCE_MAKER, Role.OFFICER):
        client = staff(role)
        with nothing_changes():
            for path in ("/staff/vouchers/", "/staff/vouchers/new/"):
                assert client.get(path).status_code == 403
            assert client.post("/staff/vouchers/new/", GIVEN).status_code == 403
            assert client.post("/staff/vouchers/1/end/").status_code == 403


@pytest.mark.django_db
def test_a_buyer_reads_what_a_code_needs(shop: Shop, shopper: Shopper) -> None:
    editor = staff(Role.EDITOR)
    later = (clock.today() + timedelta(days=3)).isoformat()
    make(editor, code="BIG", least="5000")
    make(editor, code="LATER", begins=later)
    make(editor, code="SHAWLS", category=shop.category)
    make(editor, code="FREE", kind="delivery", value="")
    variant = shop.piece("Kani stole", price="860")
    shopper.add(variant)

    def said(code: str) -> str:
        answer = shopper.client.post("/cart/code/", {"code": code})
        assert answer.status_code == 422
        assert f'value="{code}"' in answer.content.decode()
        return text(answer)

    assert "This code needs a bag of ₹5,000 or more; yours is ₹860." in said("BIG")
    assert "The code LATER begins on" in said("LATER")
    assert "We have no code “NONE”" in said("NONE")
    assert "check your PIN code at the checkout first" in said("FREE")
    assert "Write the code first." in said("")
    assert "longer than any code" in text(shopper.client.post("/cart/code/", {"code": "x" * 65}))

    taken = shopper.client.post("/cart/code/", {"code": " shawls "}, follow=True)
    assert "Code SHAWLS is on." in text(taken)
    assert "₹86 " in text(taken) and "₹774" in text(taken)
    off = shopper.client.post("/cart/code/remove/", follow=True)
    assert "₹774" not in text(off) and "Have a code?" in text(off)
    assert shopper.client.get("/cart/code/").status_code == 303


@pytest.mark.django_db
def test_nothing_typed_at_the_checkout_is_lost_with_a_code(shop: Shop, shopper: Shopper) -> None:
    editor = staff(Role.EDITOR)
    make(editor, code="FREE", kind="delivery", value="")
    shopper.add(shop.piece("Kani stole", price="860"))
    typed = {"phone": "9419012345", "email": "buyer@example.com", "name": "Aarif Wani", "pin": "190001"}
    shopper.client.post("/checkout/pin/", typed)

    refused = shopper.client.post("/checkout/code/", {**typed, "code": "NONE"})
    assert refused.status_code == 422
    assert "Aarif Wani" in refused.content.decode() and 'value="NONE"' in refused.content.decode()

    # Pressing "Place order" with a code that was typed and not used shows the price with it first.
    shown = shopper.client.post("/checkout/place/", {**typed, "code": "free"})
    assert (shown.status_code, "Code FREE is on." in text(shown)) == (200, True)
    assert "Aarif Wani" in shown.content.decode()
    off = shopper.client.post("/checkout/code/remove/", typed)
    assert (off.status_code, "Have a code?" in text(off)) == (200, True)
