"""Reads of seller orders."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from jkrlm.kernel.money import Money
from sellers.orders.contracts import Commission, Piece, SellerOrderCard
from sellers.orders.errors import SellerOrderUnknown
from sellers.orders.models import CommissionRule, SellerOrder, SellerOrderLine, UnsplitOrder
from sellers.orders.rules import commission_rule
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState

PAGE_MAX = 100


def commission_rules(group_codes: Collection[str]) -> list[CommissionRule]:
    """Return the rules that may hold for these groups, of any day. One query: they are few."""
    return list(CommissionRule.objects.filter(group_code__in=("", *group_codes)))


def commission(*, group_code: str, craft: str, category: str, on: date) -> Commission:
    """Return the commission in force. One query."""
    return commission_rule(
        commission_rules([group_code]),
        group_code=group_code,
        craft=craft,
        category=category,
        on=on,
    )


def cards_of_group(
    group_codes: Sequence[str], *, states: Iterable[SellerOrderState] = WITH_THE_GROUP, limit: int = PAGE_MAX
) -> tuple[SellerOrderCard, ...]:
    """Return the groups' seller orders in these states, the first to be packed coming first. Two queries."""
    found = _with_lines(SellerOrder.objects.filter(group_code__in=group_codes, state__in=tuple(states)))
    return tuple(_card(each) for each in found.order_by("pack_by", "id")[: min(limit, PAGE_MAX)])


def card(code: str, *, group_codes: Sequence[str]) -> SellerOrderCard:
    """
    Return one of these groups' seller orders. Two queries.

    Raises:
        SellerOrderUnknown: there is none such, or it is another group's; no difference is told.
    """
    found = _with_lines(SellerOrder.objects.filter(code=code, group_code__in=group_codes)).first()
    if found is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    return _card(found)


def unsplit() -> tuple[tuple[str, str], ...]:
    """Return (order number, reason) of orders that staff must look at, oldest first."""
    rows = UnsplitOrder.objects.filter(settled_at=None).order_by("seen_at")
    return tuple(rows.values_list("order_number", "reason")[:PAGE_MAX])


def _with_lines(found: QuerySet[SellerOrder]) -> QuerySet[SellerOrder]:
    return found.prefetch_related(Prefetch("lines", SellerOrderLine.objects.order_by("id")))


def _card(row: SellerOrder) -> SellerOrderCard:
    lines = list(row.lines.all())
    return SellerOrderCard(
        code=row.code,
        number=row.order_number,
        group_code=row.group_code,
        state=SellerOrderState(row.state),
        pack_by=row.pack_by,
        ship_on=row.ship_on,
        carrier=row.carrier,
        service=row.service,
        destination_pincode=row.destination_pincode,
        tracking_number=row.tracking_number,
        pieces=tuple(
            Piece(
                name=line.name,
                sku=line.sku,
                product_id=line.product_id,
                quantity=line.quantity,
                returned=line.quantity_returned,
                gross=Money(line.net + line.gst, "INR"),
            )
            for line in lines
        ),
        group_gets=Money(sum((_gets(row, line) for line in lines), Decimal(0)), "INR"),
        cash=Money(row.cash_to_collect, "INR"),
        confirmed_at=row.confirmed_at,
        order_id=row.order_id,
    )


def _gets(row: SellerOrder, line: SellerOrderLine) -> Decimal:
    kept: Decimal = line.net - line.commission - line.commission_gst
    return kept - line.tcs - line.tds if row.seller_kind == "group" else kept
