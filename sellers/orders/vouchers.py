"""What vouchers have cost: for the desk that makes them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from jkrlm.kernel.money import Money
from sellers.orders.models import Adjustment, SellerOrder, SellerOrderLine
from sellers.orders.states import DecisionState, SellerOrderState


@dataclass(frozen=True, slots=True)
class VoucherCost:
    """
    Orders made with a code, and who bore what it took off, tax included: the operator (less what came back),
    the groups, and the delivery that was not charged. Parcels that never reached their buyer are not in it.
    """

    orders: int
    operator: Money
    groups: Money
    delivery: Money


def voucher_costs(codes: Collection[str]) -> dict[str, VoucherCost]:
    """Return code -> cost, of every code that some order was made with. Three queries."""
    gone = Q(state=SellerOrderState.CANCELLED) | Q(state=SellerOrderState.RETURNED, delivered_on__isnull=True)
    parcels = SellerOrder.objects.filter(voucher_code__in=[code for code in codes if code])
    orders = {
        code: (count, delivery)
        for code, count, delivery in parcels.order_by()
        .values_list("voucher_code")
        .annotate(count=Count("order_id", distinct=True), delivery=Sum("delivery_discount", filter=~gone))
    }
    there = SellerOrder.objects.filter(~gone, voucher_code__in=list(orders))
    lines = SellerOrderLine.objects.filter(seller_order__in=there).order_by()
    sums = {
        code: (ours, hers)
        for code, ours, hers in lines.values_list("seller_order__voucher_code").annotate(
            ours=Sum("voucher"), hers=Sum("discount")
        )
    }
    back = dict(
        Adjustment.objects.filter(seller_order__in=there, state=DecisionState.APPROVED)
        .order_by()
        .values_list("seller_order__voucher_code")
        .annotate(whole=Sum("voucher"))
    )
    nothing = (Decimal(0), Decimal(0))
    return {
        code: VoucherCost(
            orders=count,
            operator=_rupees(sums.get(code, nothing)[0] - back.get(code, Decimal(0))),
            groups=_rupees(sums.get(code, nothing)[1]),
            delivery=_rupees(delivery or Decimal(0)),
        )
        for code, (count, delivery) in orders.items()
    }


def _rupees(amount: Decimal) -> Money:
    return Money(amount, "INR")
