"""What is missing or wrong at the checkout is said beside its field, and nothing typed is lost."""

import pytest

from storefront.models import OrderAccess
from storefront.orders import return_address
from tests.checkout_page.test_checkout_stories import orders, two_parcels
from tests.common.buyer import ADDRESS, Shopper, fields, text

__all__ = ["two_parcels"]


WRONG = (
    ("phone", "12345"),
    ("email", "nobody"),
    ("pin", "19"),
    ("name", ""),
    ("line1", " "),
    ("city", ""),
    ("name", "A\x00B"),
    ("line1", "x" * 500),
)


def test_what_is_missing_or_wrong_is_said_beside_its_field_and_nothing_is_lost(two_parcels: Shopper) -> None:
    shown = two_parcels.check_pin()

    for field, typed in WRONG:
        two_parcels.last = shown
        answer = two_parcels.place("cash-on-delivery", **{field: typed})

        assert answer.status_code == 422, field
        body = answer.content.decode()
        assert f'id="id_{field}_error"' in body
        assert f'href="#id_{field}"' in body
        kept = fields(answer)
        others = {name: value for name, value in ADDRESS.items() if name != field}
        assert {name: kept[name] for name in others} == others
        assert kept["method"] == "cash-on-delivery"
    assert orders() == []


def test_no_way_to_pay_chosen_is_said(two_parcels: Shopper) -> None:
    two_parcels.check_pin()

    answer = two_parcels.place("")

    assert answer.status_code == 422
    assert "Choose how to pay." in text(answer)


def test_placing_before_the_pin_was_checked_shows_the_price_first(two_parcels: Shopper) -> None:
    two_parcels.get("/checkout/")

    first = two_parcels.place("cash-on-delivery", **ADDRESS)

    assert first.status_code == 409
    assert "Look at the days and the price of delivery, then place the order." in text(first)
    assert two_parcels.place("cash-on-delivery").status_code == 303


def test_a_return_address_that_we_did_not_sign_leads_nowhere(two_parcels: Shopper) -> None:
    for forged in ("", "1", "MQ:1abc:forged", "%00", "💥"):
        assert two_parcels.client.get("/checkout/return/", {"a": forged}).status_code == 404


def test_a_return_address_grows_old(two_parcels: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    access = OrderAccess.objects.create(checkout_id="Q2hlY2tvdXQ6MQ==")
    path = return_address.return_path(access)
    monkeypatch.setattr(return_address, "WITHIN_SECONDS", -1)

    assert two_parcels.client.get(path).status_code == 404
