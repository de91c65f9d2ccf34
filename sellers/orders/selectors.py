"""Reads of seller orders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.orders.contracts import (
    Commission,
    Piece,
    SellerOrderCard,
    SellerOrderDetail,
    SellerOrderStep,
)
from sellers.orders.errors import BadQuantity, SellerOrderUnknown
from sellers.orders.models import (
    CommissionRule,
    SellerOrder,
    SellerOrderChange,
    SellerOrderLine,
    StallBill,
    UnsplitOrder,
)
from sellers.orders.rules import commission_rule
from sellers.orders.stall import StallBooks
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
    """Return the groups' seller orders in these states, the first to be packed first. Three queries."""
    found = _with_lines(SellerOrder.objects.filter(group_code__in=group_codes, state__in=tuple(states)))
    return _cards(found.order_by("pack_by", "id")[: min(limit, PAGE_MAX)])


def card(code: str, *, group_codes: Sequence[str]) -> SellerOrderCard:
    """
    Return one of these groups' seller orders. Three queries.

    Raises:
        SellerOrderUnknown: there is none such, or it is another group's; no difference is told.
    """
    found = _with_lines(SellerOrder.objects.filter(code=code, group_code__in=group_codes)).first()
    if found is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    (made,) = _cards([found])
    return made


def cards_by_code(codes: Sequence[str], *, group_codes: Sequence[str]) -> tuple[SellerOrderCard, ...]:
    """Return those of these seller orders that are these groups'; the others are left out. Three queries."""
    found = _with_lines(SellerOrder.objects.filter(code__in=codes, group_code__in=group_codes))
    return _cards(found.order_by("id"))


def detail(code: str, *, group_codes: Sequence[str]) -> SellerOrderDetail:
    """
    Return one of these groups' seller orders with its history. Four queries.

    Raises:
        SellerOrderUnknown: as of ``card``.
    """
    changes = Prefetch("changes", SellerOrderChange.objects.order_by("id"))
    rows = _with_lines(SellerOrder.objects.filter(code=code, group_code__in=group_codes))
    found = rows.prefetch_related(changes).first()
    if found is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    (made,) = _cards([found])
    return SellerOrderDetail(
        card=made,
        steps=tuple(
            SellerOrderStep(SellerOrderState(each.state), each.at, each.actor, each.on_behalf_of, each.reason)
            for each in found.changes.all()
        ),
        weight_grams=found.weight_grams,
        seller_name=found.seller_name,
    )


def last_cards(
    group_codes: Sequence[str], *, states: Iterable[SellerOrderState], most: int
) -> tuple[SellerOrderCard, ...]:
    """Return the groups' seller orders in these states, the last to have moved first. Three queries."""
    found = _with_lines(SellerOrder.objects.filter(group_code__in=group_codes, state__in=tuple(states)))
    return _cards(found.order_by("-changed_at", "-id")[: min(most, PAGE_MAX)])


def counts_of_groups(group_codes: Sequence[str]) -> tuple[dict[SellerOrderState, int], datetime | None]:
    """Return how many seller orders the groups have in each state, and when one last moved. One query."""
    rows = (
        SellerOrder.objects.filter(group_code__in=group_codes)
        .values("state")
        .annotate(many=Count("pk"), last=Max("changed_at"))
        .order_by("state")
    )
    found = list(rows)
    counts = {SellerOrderState(row["state"]): int(row["many"]) for row in found}
    return counts, max((row["last"] for row in found), default=None)


def lines_by_sku(code: str, quantities: Mapping[str, int]) -> dict[int, int]:
    """Return quantities by line. Raises BadQuantity for a piece that the order has not."""
    lines = dict(SellerOrderLine.objects.filter(seller_order__code=code).values_list("sku", "pk"))
    unknown = [sku for sku in quantities if sku not in lines]
    if unknown:
        raise BadQuantity(f"The order has no {unknown[0]}.", field="quantities")
    return {lines[sku]: units for sku, units in quantities.items()}


def unsplit() -> tuple[tuple[str, str], ...]:
    """Return (order number, reason) of orders that staff must look at, oldest first."""
    rows = UnsplitOrder.objects.filter(settled_at=None).order_by("seen_at")
    return tuple(rows.values_list("order_number", "reason")[:PAGE_MAX])


def _with_lines(found: QuerySet[SellerOrder]) -> QuerySet[SellerOrder]:
    return found.prefetch_related(Prefetch("lines", SellerOrderLine.objects.order_by("id")))


def _cards(rows: Iterable[SellerOrder]) -> tuple[SellerOrderCard, ...]:
    """One query more than the rows': what the ledger left to the groups."""
    found = list(rows)
    books = ledger.orders_in_books({row.order_number for row in found}) if found else {}
    return tuple(_card(row, books[row.order_number].shares.get(row.code)) for row in found)


def _card(row: SellerOrder, share: ledger.ShareBooks | None) -> SellerOrderCard:
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
        group_gets=share.group if share else _sold_for(row, lines),
        cash=Money(row.cash_to_collect, "INR"),
        confirmed_at=row.confirmed_at,
        order_id=row.order_id,
        latest=row.latest,
        delivered_on=row.delivered_on,
        unanswered_at=row.unanswered_at,
        is_gift=row.is_gift,
    )


def _sold_for(row: SellerOrder, lines: Sequence[SellerOrderLine]) -> Money:
    """Return what the group gets of one that is not in the books yet."""
    return Money(sum((_gets(row, line) for line in lines), Decimal(0)), "INR")


def _gets(row: SellerOrder, line: SellerOrderLine) -> Decimal:
    kept: Decimal = line.net - line.commission - line.commission_gst
    return kept - line.tcs - line.tds if row.seller_kind == "group" else kept


def stall_books(bill_ids: Iterable[UUID]) -> dict[UUID, StallBooks]:
    """Return how bills of stalls stand; absent where one is not booked. One query."""
    rows = StallBill.objects.filter(bill_id__in=list(bill_ids))
    return {
        row.bill_id: StallBooks(
            order_number=row.order_number,
            sold_on=row.sold_on,
            total=Money(row.total, "INR"),
            unpaid=Money(row.unpaid, "INR"),
        )
        for row in rows
    }
