"""From a buyer in Bengaluru to the carrier: the federation checks, sends and has bought the piece."""

import re

import pytest

from jkrlm.kernel.clock import now, today
from sellers.collection.models import Intake, Purchase
from sellers.orders.models import SellerOrder
from sellers.registry.facade import appoint_officer, federation_of
from tests.collection.test_centre import CENTRE
from tests.common.live import LiveShop, at_rest, live_shop
from tests.portal.world import OFFICER, Phone
from tests.seller_orders.conftest import BENGALURU

__all__ = ["live_shop"]


@pytest.mark.parametrize("method", ["stripe", "cash-on-delivery"])
def test_a_checked_parcel_leaves_and_is_bought(live_shop: LiveShop, method: str) -> None:
    shop = live_shop.shop
    shop.piece("Kani stole", price="3500")
    buyer = live_shop.buyer(**(BENGALURU if method == "stripe" else {}))
    buyer.buy(shop.slug("Kani stole"), method)
    at_rest()
    made = SellerOrder.objects.get()
    appoint_officer(
        federation_id=federation_of("KZ09", on=today()),
        name="Naseema Khan",
        phone=OFFICER,
        post="secretary",
        on=today(),
        note="",
        actor=None,
        now=now(),
    )
    officer = Phone(OFFICER).trust()
    early = officer.client.post(f"{CENTRE}{made.code}/take-in/")
    assert early.status_code == 422, "nobody has said yes"
    SellerOrder.objects.update(state="accepted")

    officer.client.post(f"{CENTRE}{made.code}/take-in/")
    officer.client.post(f"{CENTRE}{made.code}/check/", {})
    for _twice in range(2):
        sent = officer.client.post(f"{CENTRE}{made.code}/send/", {"tracking": "EE123456785IN"})
        assert sent.status_code == 302
    at_rest()

    made.refresh_from_db()
    assert (made.state, made.tracking_number) == ("handed-over", "EE123456785IN")
    assert Intake.objects.get().state == "sent"
    bought = list(Purchase.objects.values_list("voucher", "group_code"))
    sold_by_federation = made.seller_kind == "federation"
    assert sold_by_federation == (method == "stripe"), "within the territory the group sells itself"
    assert bought == ([("P/26-27/00001", "KZ09")] if sold_by_federation else [])
    page = officer.client.get("/sell/collection/invoices/").content.decode()
    numbers = re.findall(r"/sell/collection/invoices/(\d+)\.pdf", page)
    assert len(numbers) == (1 if sold_by_federation else 0)
    for number in numbers:
        file = officer.client.get(f"/sell/collection/invoices/{number}.pdf")
        assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")
        assert officer.client.get(f"/sell/collection/invoices/{int(number) + 1}.pdf").status_code == 404
    (order,) = live_shop.orders()
    assert order.status.value == "FULFILLED"
