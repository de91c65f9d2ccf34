"""A piece is called by its name in the reader’s language, from the bag to the mail; else in English, and marked."""

import pytest
from django.test import Client

from catalogue.facade import reindex_all
from commerce.client import LanguageCodeEnum, TranslationInput
from commerce.facade import app_store
from jkrlm.kernel import relay
from sellers.orders.models import SellerOrder
from storefront.models import MailMessage, OrderAccess
from tests.common.buyer import ADDRESS, fields, text
from tests.common.shop_world import Shop

pytestmark = pytest.mark.django_db

HINDI, URDU = "कानी शॉल", "کانی شال"
IN_ENGLISH = 'lang="en">Walnut tray'


@pytest.fixture
def pieces(shop: Shop) -> tuple[str, str]:
    """A shawl with names in three languages, and a tray with one."""
    shawl = shop.piece("Kani shawl", price="3500")
    for language, name in ((LanguageCodeEnum.HI, HINDI), (LanguageCodeEnum.UR, URDU)):
        app_store().product_translate(
            id=shop.products[shawl], language=language, input=TranslationInput(name=name)
        )
    return shawl, shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)


def ordered_in_hindi(pieces: tuple[str, str]) -> OrderAccess:
    client = Client()
    for variant in pieces:
        client.post("/hi/cart/add/", {"variant": variant, "quantity": "1"})
    bag = client.get("/hi/cart/").content.decode()
    assert HINDI in bag and "Kani shawl" not in bag and IN_ENGLISH in bag
    checkout = client.post("/hi/checkout/pin/", ADDRESS)
    assert HINDI in text(checkout) and IN_ENGLISH in checkout.content.decode()
    placed = client.post("/hi/checkout/place/", fields(checkout) | {"method": "cash-on-delivery"})
    assert placed.status_code == 303, text(placed)
    relay.drain()
    return OrderAccess.objects.get()


def test_bag_checkout_order_and_mail_say_it_in_the_buyers_language(pieces: tuple[str, str]) -> None:
    access = ordered_in_hindi(pieces)

    for prefix, name in (("/hi", HINDI), ("/ur", URDU), ("", "Kani shawl")):
        page = Client().get(f"{prefix}/orders/{access.token}/").content.decode()
        assert name in page
        assert (IN_ENGLISH in page) is bool(prefix)
    part = SellerOrder.objects.get(order_id=access.order_id, group_code="KZ09")
    assert HINDI in text(Client().get(f"/hi/orders/{access.token}/cancel/{part.code}/"))
    letter = MailMessage.objects.get(kind=MailMessage.Kind.PLACED)
    assert HINDI in letter.text and "Walnut tray" in letter.text and "Kani shawl" not in letter.text


def test_the_feed_of_new_goods_is_in_the_language_of_its_address(pieces: tuple[str, str]) -> None:
    reindex_all()
    assert f"<title>{HINDI}</title>" in Client().get("/hi/feed/").content.decode()
    assert f"<title>{URDU}</title>" in Client().get("/ur/feed/").content.decode()
    assert "<title>Kani shawl</title>" in Client().get("/feed/").content.decode()
