"""Many buyers and a voucher's last use: exactly one order has it, and the others are told."""

from collections import Counter

from commerce.embedded.discount.models import VoucherCode, VoucherCustomer
from commerce.embedded.order.models import Order
from tests.common.at_once import at_once
from tests.embedded.checkout.test_crowd import outcome
from tests.embedded.discount.vouchers import AGAIN, add, voucher
from tests.embedded.selling import Shop

EMAIL = """mutation($id: ID!, $email: String!) {
  checkoutEmailUpdate(id: $id, email: $email) { errors { code } } }"""


def paid_bags(shop: Shop, code: str, count: int, *, one_customer: bool = False) -> list[str]:
    stole = shop.product("Kani stole", "900.00", stock=50)
    bags = [shop.checkout((stole, 1)) for _ in range(count)]
    for number, checkout_id in enumerate(bags):
        if not one_customer:
            shop.run(EMAIL, id=checkout_id, email=f"buyer{number}@example.com")
        assert add(shop, checkout_id, code)["errors"] == []
        shop.run(AGAIN, id=checkout_id)
        assert shop.pay(checkout_id)["errors"] == []
    return bags


def test_two_limits_of_eight_buyers(busy_shop: Shop) -> None:
    voucher(busy_shop, "LAST", "10", usageLimit=2)
    bags = paid_bags(busy_shop, "LAST", 8)

    results = at_once(*[lambda pk=pk: busy_shop.complete(pk) for pk in bags])  # type: ignore[misc]

    assert Counter(map(outcome, results)) == {"order": 2, "VOUCHER_NOT_APPLICABLE": 6}
    assert VoucherCode.objects.get().used == 2
    assert Order.objects.filter(voucher_code="LAST").count() == Order.objects.count() == 2


def test_one_customer_at_two_tills(busy_shop: Shop) -> None:
    voucher(busy_shop, "ONCE", "10", applyOncePerCustomer=True)
    bags = paid_bags(busy_shop, "ONCE", 4, one_customer=True)

    results = at_once(*[lambda pk=pk: busy_shop.complete(pk) for pk in bags])  # type: ignore[misc]

    assert Counter(map(outcome, results)) == {"order": 1, "VOUCHER_NOT_APPLICABLE": 3}
    assert VoucherCustomer.objects.count() == 1
    assert Order.objects.count() == 1


def test_the_same_bag_completed_at_once_counts_once(busy_shop: Shop) -> None:
    voucher(busy_shop, "LAST", "10", usageLimit=1)
    (bag,) = paid_bags(busy_shop, "LAST", 1)

    results = at_once(*[lambda: busy_shop.complete(bag) for _ in range(4)])

    assert [outcome(result) for result in results] == ["order"] * 4
    assert VoucherCode.objects.get().used == 1
