"""Two members of staff touch one order in one moment: units are neither sent twice nor kept for nobody."""

from typing import Any

from commerce.embedded.order.models import Fulfillment, Order, OrderLine
from commerce.embedded.warehouse.models import Allocation, Stock
from jkrlm.kernel.ids import parse_global_id
from tests.common.at_once import before_the_other
from tests.embedded.order.test_orders import CALL_BACK, CANCEL, FULFILL, sound, wish
from tests.embedded.selling import Shop, gid


def order_of(shop: Shop, quantity: int) -> tuple[str, OrderLine]:
    order_id = shop.order((shop.product("Kani stole", "640.00", stock=20), quantity))
    return order_id, OrderLine.objects.get(order=parse_global_id(order_id)[1])


def send(shop: Shop, order_id: str, line: OrderLine, quantity: int) -> dict[str, Any]:
    sent: dict[str, Any] = shop.run(
        FULFILL, caller=shop.staff, order=order_id, input=wish(shop, line, quantity)
    )["orderFulfill"]
    return sent


def call_back(shop: Shop, parcel: str) -> dict[str, Any]:
    given = {"warehouseId": gid(shop.warehouse)}
    return shop.run(CALL_BACK, caller=shop.staff, id=parcel, input=given)


def test_one_parcel_is_called_back_while_another_leaves(busy_shop: Shop) -> None:
    order_id, line = order_of(busy_shop, 10)
    send(busy_shop, order_id, line, 4)
    first = gid(Fulfillment.objects.get())

    with before_the_other(lambda: call_back(busy_shop, first)) as answers:
        assert send(busy_shop, order_id, line, 5)["errors"] == []

    assert answers[0]["orderFulfillmentCancel"]["errors"] == []
    line.refresh_from_db()
    assert line.quantity_fulfilled == 5
    assert [error["code"] for error in send(busy_shop, order_id, line, 6)["errors"]] == ["FULFILL_ORDER_LINE"]
    assert sound()


def test_an_order_is_cancelled_while_its_parcel_is_called_back(busy_shop: Shop) -> None:
    order_id, line = order_of(busy_shop, 10)
    send(busy_shop, order_id, line, 10)
    sent = gid(Fulfillment.objects.get())

    with before_the_other(lambda: busy_shop.run(CANCEL, caller=busy_shop.staff, id=order_id)) as answers:
        called_back = call_back(busy_shop, sent)
        assert called_back["orderFulfillmentCancel"]["errors"] == []

    assert answers[0]["orderCancel"]["errors"] == []
    assert Order.objects.get().status == "CANCELED"
    assert list(Allocation.objects.all()) == []
    assert Stock.objects.values_list("quantity", "quantity_allocated").get() == (20, 0)
    assert sound()
