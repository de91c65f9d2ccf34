from commerce.client import OrderFulfillInput, OrderFulfillLineInput, OrderFulfillStockInput
from commerce.embedded.order.models import Order
from commerce.facade import app_store, refuse_on
from jkrlm.kernel.ids import global_id
from tests.common.live import LiveShop, broken_clauses, letters, words
from tests.journeys import Buyer


def test_two_groups_send_two_parcels_and_each_has_its_mail(shop: LiveShop, aarif: Buyer) -> None:
    aarif.add("kz09-kani-stole")
    page = aarif.buy("kz11-walnut-tray", "cash-on-delivery")
    order = Order.objects.get()
    for name, tracking in (("Kani stole", "EJ482190335IN"), ("Walnut tray", "EJ482190336IN")):
        line = order.lines.get(product_name=name)
        answer = app_store().order_fulfill(
            order=global_id("Order", order.pk),
            input=OrderFulfillInput(
                lines=[
                    OrderFulfillLineInput(
                        order_line_id=global_id("OrderLine", line.pk),
                        stocks=[OrderFulfillStockInput(warehouse=shop.shop.warehouse, quantity=1)],
                    )
                ],
                tracking_number=tracking,
            ),
        )
        refuse_on(answer.order_fulfill.errors)

        newest = letters("sent")[-1]
        assert name in newest.text
        assert tracking in newest.text

    assert len(letters("sent")) == 2
    shown = words(aarif.web.get(page.url.path))
    assert "EJ482190335IN" in shown and "EJ482190336IN" in shown
    order.refresh_from_db()
    assert order.status == "FULFILLED"
    assert broken_clauses() == {}
