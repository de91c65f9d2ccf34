import pytest

from commerce.client import OrderFulfillInput, OrderFulfillLineInput, OrderFulfillStockInput
from commerce.facade import app_store, refuse_on
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_two_groups_send_two_parcels_and_each_has_its_mail(shop: LiveShop, aarif: Buyer) -> None:
    aarif.add(shop.shop.slug("Kani stole"))
    page = aarif.buy(shop.shop.slug("Walnut tray", "KZ11"), "cash-on-delivery")
    order = shop.order()
    parcels = (("Kani stole", "EJ482190335IN"), ("Walnut tray", "EJ482190336IN"))
    for number, (name, tracking) in enumerate(parcels, 1):
        (line,) = (each for each in order.lines if each.product_name == name)
        answer = app_store().order_fulfill(
            order=order.id,
            input=OrderFulfillInput(
                lines=[
                    OrderFulfillLineInput(
                        order_line_id=line.id,
                        stocks=[OrderFulfillStockInput(warehouse=shop.shop.warehouse, quantity=1)],
                    )
                ],
                tracking_number=tracking,
            ),
        )
        refuse_on(answer.order_fulfill.errors)

        newest = shop.letters("sent", number)[-1]
        assert name in newest.text
        assert tracking in newest.text

    assert len(shop.letters("sent", 2)) == 2
    shown = words(aarif.web.get(page.url.path))
    assert "EJ482190335IN" in shown and "EJ482190336IN" in shown
    assert shop.order().status.value == "FULFILLED"
    assert broken_clauses() == {}
