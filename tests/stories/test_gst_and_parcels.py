"""Two groups, two parcels: who sells, what tax is inside, and each parcel its own way."""

import re

import httpx
import pytest

from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer, form

pytestmark = pytest.mark.story

BENGALURU = {"pin": "560034", "city": "Bengaluru"}


def quoted(shop: LiveShop, **where: str) -> tuple[Buyer, httpx.Response]:
    buyer = shop.buyer(**where)
    buyer.add(shop.shop.slug("Kani stole"))
    buyer.add(shop.shop.slug("Walnut tray", "KZ11"))
    return buyer, buyer.check_pin()


def test_inside_jammu_and_kashmir_the_groups_sell_themselves_and_there_is_no_gst(shop: LiveShop) -> None:
    buyer, page = quoted(shop)

    said = words(page)
    assert "Sold by Kanihama Tuji SHG" in said
    assert "Sold by Harwan Naqqashi SHG" in said
    assert "GST in this price ₹0.00" in said
    order = buyer.place(page, "cash-on-delivery")
    assert "GST in this price ₹0.00" in words(order)
    total = shop.order().total
    assert paise(total.net) == paise(total.gross)


def test_to_bengaluru_registered_federations_sell_and_igst_is_inside_the_price(shop: LiveShop) -> None:
    buyer, page = quoted(shop, **BENGALURU)

    said = words(page)
    assert "GSTIN" in said
    assert "IGST" in said and "CGST" not in said and "SGST" not in said
    order_page = words(buyer.place(page, "cash-on-delivery"))
    order = shop.order()
    assert paise(order.total.net) < paise(order.total.gross)
    rows = re.findall(r"(IGST [\d.]+% in this price) ₹([\d,.]+)", order_page)
    tax = sum(round(float(amount.replace(",", "")) * 100) for _label, amount in rows)
    assert tax == paise(order.total.tax) == paise(order.total.gross) - paise(order.total.net)
    assert f"IGST {rows[0][0].split()[1]}" in shop.letters("placed")[0].text
    assert broken_clauses() == {}


def test_one_parcel_goes_fast_and_the_other_cheap(shop: LiveShop) -> None:
    buyer, page = quoted(shop, **BENGALURU)
    found = form(page, "/checkout/place/") if "/checkout/place/" in page.text else form(page, "/checkout/")
    sent = found.values(buyer.contact)
    parcel = sorted(name for name in sent if name.startswith("parcel-"))[0]
    other = next(
        control.value
        for control in found.controls
        if control.name == parcel and control.value != sent[parcel]
    )

    chosen = buyer.web.post("/checkout/delivery/", data={**sent, parcel: other})
    assert chosen.status_code == 200
    new_total = form(chosen, "/checkout/").values({})["total"]
    assert new_total != sent["total"]
    answer = buyer.place(chosen, "stripe")
    page = buyer.pay(answer)

    order = shop.order()
    assert f"{paise(order.total.gross)}INR" == new_total
    assert shop.kept_paise() == paise(order.total.gross)
    assert words(page).count("Parcel ") >= 2
    assert broken_clauses() == {}
