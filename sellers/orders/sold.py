"""What groups sold, line by line, with the amounts frozen at confirmation: for who explains and shares it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.models import Adjustment, ReturnCase, SellerOrder, SellerOrderLine
from sellers.orders.return_states import UNDER_WAY
from sellers.orders.states import TAKES_BACK, DecisionState, SellerOrderState


@dataclass(frozen=True, slots=True)
class SoldLine:
    """
    A line as it was sold, amounts for the whole of it. ``price`` less ``gst``, ``commission`` with its GST,
    ``tcs`` and ``tds`` (as far as the group bears them) is ``gets``; refunds are not in it.
    """

    id: int
    order_code: str
    order_number: str
    group_code: str
    state: SellerOrderState
    sold_on: date
    delivered_on: date | None
    latest: date
    name: str
    product_id: str
    quantity: int
    returned: int
    price: Money
    gst: Money
    commission: Money
    commission_percent: Decimal
    commission_gst: Money
    tcs: Money
    tds: Money

    @property
    def gets(self) -> Money:
        return (
            self.price - self.gst - self.commission - self.commission_gst - self.tcs - self.tds
        ).quantized()


def sold_lines(codes: Collection[str]) -> tuple[SoldLine, ...]:
    """Return the lines of seller orders, by their codes. One query."""
    return _lines(SellerOrderLine.objects.filter(seller_order__code__in=list(codes)))


def lines_of_order(order_id: str) -> tuple[SoldLine, ...]:
    """Return what a buyer's order became, every group's lines; empty where it is not split. One query."""
    return _lines(SellerOrderLine.objects.filter(seller_order__order_id=order_id))


def lines_of_product(product_id: str, *, order_ids: Collection[str]) -> tuple[tuple[str, SoldLine], ...]:
    """Return the lines of these orders that are of a product, each with its order's id. Two queries."""
    found = SellerOrderLine.objects.filter(seller_order__order_id__in=list(order_ids), product_id=product_id)
    orders = dict(found.values_list("pk", "seller_order__order_id"))
    return tuple((orders[line.id], line) for line in _lines(found))


def sold_lines_by_id(ids: Collection[int]) -> dict[int, SoldLine]:
    """Return the lines that there are. One query."""
    return {each.id: each for each in _lines(SellerOrderLine.objects.filter(pk__in=list(ids)))}


def delivered_lines(
    group_code: str, *, since: date, until: date, before: int | None = None, most: int | None = None
) -> tuple[SoldLine, ...]:
    """
    Return a group's lines that reached the buyer from ``since`` until, not including, ``until``.

    Newest first; ``before`` is the last line of the page before. One query.
    """
    found = SellerOrderLine.objects.filter(
        seller_order__group_code=group_code,
        seller_order__delivered_on__gte=since,
        seller_order__delivered_on__lt=until,
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    return _lines(found.order_by("-pk")[:most])


def newest_order(group_code: str) -> str | None:
    """Return the code of a group's newest order that was not cancelled. One query."""
    rows = SellerOrder.objects.filter(group_code=group_code).exclude(state=SellerOrderState.CANCELLED)
    return rows.order_by("-pk").values_list("code", flat=True).first()


def being_given_back(codes: Collection[str]) -> frozenset[str]:
    """Return those of the seller orders of which a part may go back and nobody has decided yet. One query."""
    rows = Adjustment.objects.filter(
        seller_order__code__in=list(codes), kind__in=TAKES_BACK, state=DecisionState.PROPOSED
    )
    asked = ReturnCase.objects.filter(seller_order__code__in=list(codes), state__in=UNDER_WAY)
    both = rows.values_list("seller_order__code").union(asked.values_list("seller_order__code"))
    return frozenset(code for (code,) in both)


def _lines(found: QuerySet[SellerOrderLine]) -> tuple[SoldLine, ...]:
    rows = found if found.query.is_sliced else found.order_by("pk")
    return tuple(_sold(row) for row in rows.select_related("seller_order"))


def _sold(row: SellerOrderLine) -> SoldLine:
    order = row.seller_order
    is_hers = order.seller_kind == "group"

    def rupees(amount: Decimal) -> Money:
        return Money(amount, "INR")

    return SoldLine(
        id=row.pk,
        order_code=order.code,
        order_number=order.order_number,
        group_code=order.group_code,
        state=SellerOrderState(order.state),
        sold_on=local_date(order.confirmed_at),
        delivered_on=order.delivered_on,
        latest=order.latest,
        name=row.name,
        product_id=row.product_id,
        quantity=row.quantity,
        returned=row.quantity_returned,
        price=rupees(row.net + row.gst),
        gst=rupees(row.gst),
        commission=rupees(row.commission),
        commission_percent=row.commission_percent,
        commission_gst=rupees(row.commission_gst),
        tcs=rupees(row.tcs if is_hers else Decimal(0)),
        tds=rupees(row.tds if is_hers else Decimal(0)),
    )
