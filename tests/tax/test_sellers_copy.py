"""The seller fetches her copy without the buyer's name; another group gets nothing."""

import pytest
from django.test import Client

from jkrlm.kernel.clock import now
from sellers.orders.facade import By
from sellers.orders.services import move
from sellers.tax.models import TaxDocument
from tests.common.live import LiveShop, at_rest, live_shop
from tests.portal.world import open_village
from tests.portal_orders.world import open_phones
from tests.seller_orders.conftest import ordered, shop
from tests.tax.test_documents_story import words_of

__all__ = ["live_shop", "shop"]


@pytest.mark.django_db(transaction=True)
def test_her_copy_names_no_buyer_and_is_hers(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    for part in (stole, tray):
        move.hand_over(code=part.code, by=By("person:7"), now=now())
    at_rest()
    phones = open_phones(open_village())
    member = phones["leader"]
    mine, hers = (TaxDocument.objects.get(parcel_code=part.code) for part in (stole, tray))
    address = f"/sell/orders/{stole.code}/documents/{mine.pk}.pdf"
    assert address in member.get(f"/sell/orders/{stole.code}/").content.decode()
    answer = member.get(address)
    assert answer.status_code == 200
    text = words_of(answer.content)
    assert mine.number in text
    assert stole.destination_pincode not in text
    for stranger in (
        f"/sell/orders/{stole.code}/documents/{hers.pk}.pdf",
        f"/sell/orders/{tray.code}/documents/{hers.pk}.pdf",
        f"/sell/orders/{stole.code}/documents/999999.pdf",
    ):
        assert member.get(stranger).status_code == 404
    assert Client().get(address).status_code in (302, 403)
    assert phones["harwan"].get(address).status_code == 404
