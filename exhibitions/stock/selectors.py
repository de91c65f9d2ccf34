"""Reads of stock, each with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from exhibitions.stock.contracts import ConsignmentView, Goods, GroupGoods
from exhibitions.stock.errors import NotHere
from exhibitions.stock.models import (
    Consignment,
    CountLine,
    Difference,
    EventWarehouse,
    Line,
    Piece,
    Shelf,
)
from exhibitions.stock.states import UNDER_WAY, Whereabouts


def goods_at(exhibition_code: str) -> tuple[Goods, ...]:
    """Return what stands at an exhibition, by SKU: counted in, less sold, less sent back. Two queries."""
    serials: dict[str, list[str]] = defaultdict(list)
    pieces = Piece.objects.filter(exhibition_code=exhibition_code, at=Whereabouts.EVENT)
    for variant_id, serial in pieces.order_by("serial").values_list("variant_id", "serial"):
        serials[variant_id].append(serial)
    rows = Shelf.objects.filter(exhibition_code=exhibition_code).order_by("sku", "variant_id")
    return tuple(
        Goods(
            row.variant_id,
            row.sku,
            row.product_id,
            row.group_code,
            row.quantity,
            tuple(serials[row.variant_id]),
        )
        for row in rows
    )


def variants_of(exhibition_code: str, group_code: str) -> frozenset[str]:
    """Return what a group has at an exhibition, had there, or has on the way there or back. Two queries."""
    there = Shelf.objects.filter(exhibition_code=exhibition_code, group_code=group_code)
    moving = Line.objects.filter(
        consignment__exhibition_code=exhibition_code,
        consignment__group_code=group_code,
        consignment__state__in=UNDER_WAY,
    )
    return frozenset(
        [*there.values_list("variant_id", flat=True), *moving.values_list("variant_id", flat=True)]
    )


def warehouse_of(exhibition_code: str) -> str:
    """
    Return the store's id of an exhibition's warehouse. One query.

    Raises:
        NotHere: the store has none for it, yet.
    """
    row = EventWarehouse.objects.filter(exhibition_code=exhibition_code).first()
    if row is None:
        raise NotHere(_("The store has no warehouse for this exhibition yet."))
    return row.warehouse_id


def totals_by_group(exhibition_code: str) -> tuple[GroupGoods, ...]:
    """Return what every group brought, sold and has here, in pieces. Three queries."""
    shelves = Shelf.objects.filter(exhibition_code=exhibition_code).values("group_code")
    sums: dict[str, Mapping[str, Any]] = {
        row["group_code"]: row
        for row in shelves.annotate(
            came=Sum("counted_in"), gone=Sum("sold"), home=Sum("back"), away=Sum("lost"), here=Sum("quantity")
        )
    }
    of_event = Q(consignment__exhibition_code=exhibition_code)
    lines = Line.objects.filter(of_event, in_transit__gt=0).values_list("consignment__group_code")
    moving: dict[str, int] = dict(lines.annotate(n=Sum("in_transit")))
    differences = Difference.objects.filter(
        line__consignment__exhibition_code=exhibition_code, settled_at__isnull=True
    )
    by_group = differences.values_list("line__consignment__group_code")
    unsettled: dict[str, int] = dict(by_group.annotate(n=CountOf("id")))
    return tuple(
        GroupGoods(
            group_code=code,
            counted_in=sums.get(code, {}).get("came", 0),
            sold=sums.get(code, {}).get("gone", 0),
            back=sums.get(code, {}).get("home", 0),
            lost=sums.get(code, {}).get("away", 0),
            there=sums.get(code, {}).get("here", 0),
            on_the_way=moving.get(code, 0),
            differences=unsettled.get(code, 0),
        )
        for code in sorted({*sums, *moving, *unsettled})
    )


def consignments(
    *, exhibition_code: str = "", group_codes: Collection[str] | None = None, most: int = 500
) -> tuple[ConsignmentView, ...]:
    """Return consignments, the newest first. Three queries."""
    rows = Consignment.objects.order_by("-id")
    if exhibition_code:
        rows = rows.filter(exhibition_code=exhibition_code)
    if group_codes is not None:
        rows = rows.filter(group_code__in=set(group_codes))
    found = list(rows[:most])
    last: dict[int, tuple[int, int]] = {}
    sums = CountLine.objects.filter(count__consignment__in=found).values_list("count__consignment", "count")
    for consignment_id, count_id, good in sums.annotate(n=Sum("good")).order_by("count"):
        last[consignment_id] = (count_id, good)
    open_ones: dict[int, int] = dict(
        Difference.objects.filter(line__consignment__in=found, settled_at__isnull=True)
        .values_list("line__consignment")
        .annotate(n=CountOf("id"))
    )
    return tuple(
        ConsignmentView(
            row.number,
            row.exhibition_code,
            row.group_code,
            row.direction,
            row.state,
            last.get(row.pk, (0, 0))[1],
            open_ones.get(row.pk, 0),
            row.opened_at,
            row.changed_at,
        )
        for row in found
    )


def open_differences(exhibition_code: str) -> int:
    """Return how many differences nobody settled. One query."""
    return Difference.objects.filter(
        line__consignment__exhibition_code=exhibition_code, settled_at__isnull=True
    ).count()
