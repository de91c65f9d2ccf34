"""What programs are told of one consignment: its lines at each hand, and what differed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from exhibitions.stock.contracts import ConsignmentView
from exhibitions.stock.errors import ConsignmentUnknown
from exhibitions.stock.models import Consignment, CountLine, Difference, Line
from exhibitions.stock.selectors import consignments


@dataclass(frozen=True, slots=True)
class FoundView:
    """What a hand found of a line, in pieces."""

    hand: str
    at: datetime
    expected: int
    good: int
    damaged: int
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """``titles`` by language; ``held_back`` were sold in the shop before they left it."""

    id: int
    variant_id: str
    product_id: str
    sku: str
    titles: dict[str, str]
    packed: int
    held_back: int
    counts: tuple[FoundView, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What a hand found otherwise than the one before; open while ``settled_at`` is None."""

    id: int
    number: str
    exhibition_code: str
    group_code: str
    line_id: int
    sku: str
    titles: dict[str, str]
    hand: str
    kind: str
    quantity: int
    found_at: datetime
    outcome: str
    bearer: str
    words: str
    settled_at: datetime | None


def consignment(number: str) -> ConsignmentView:
    """Return one consignment; the caller checks whose it is. Four queries. Raises ConsignmentUnknown."""
    row = Consignment.objects.filter(number=number[:16].replace("\x00", "")).first()
    if row is not None:
        for each in consignments(exhibition_code=row.exhibition_code, group_codes=[row.group_code]):
            if each.number == row.number:
                return each
    raise ConsignmentUnknown("There is no such consignment.")


def lines_of(number: str) -> tuple[LineView, ...]:
    """Return the lines of a consignment, with what each hand found. Two queries."""
    counts: dict[int, list[FoundView]] = defaultdict(list)
    rows = CountLine.objects.filter(line__consignment__number=number).select_related("count")
    for each in rows.order_by("count"):
        counts[each.line_id].append(
            FoundView(
                each.count.hand, each.count.at, each.expected, each.good, each.damaged, tuple(each.serials)
            )
        )
    return tuple(
        LineView(
            line.pk,
            line.variant_id,
            line.product_id,
            line.sku,
            titles_of(line),
            line.packed,
            line.held_back,
            tuple(counts[line.pk]),
        )
        for line in Line.objects.filter(consignment__number=number).order_by("id")
    )


def differences(
    *, exhibition_code: str = "", numbers: Iterable[str] | None = None, is_open: bool | None = None
) -> tuple[DifferenceView, ...]:
    """Return what differed, the oldest first: of an exhibition, or of some consignments. One query."""
    rows = Difference.objects.select_related("line__consignment").order_by("id")
    if exhibition_code:
        rows = rows.filter(line__consignment__exhibition_code=exhibition_code)
    if numbers is not None:
        rows = rows.filter(line__consignment__number__in=list(numbers))
    if is_open is not None:
        rows = rows.filter(settled_at__isnull=is_open)
    return tuple(_difference(row) for row in rows)


def difference(difference_id: int) -> DifferenceView:
    """Return one; the caller checks whose it is. One query. Raises ConsignmentUnknown."""
    row = Difference.objects.select_related("line__consignment").filter(pk=difference_id).first()
    if row is None:
        raise ConsignmentUnknown("There is no such difference.")
    return _difference(row)


def titles_of(line: Line) -> dict[str, str]:
    return {"en": line.title, "hi": line.title_hi or line.title, "ur": line.title_ur or line.title}


def _difference(row: Difference) -> DifferenceView:
    of = row.line.consignment
    return DifferenceView(
        id=row.pk,
        number=of.number,
        exhibition_code=of.exhibition_code,
        group_code=of.group_code,
        line_id=row.line_id,
        sku=row.line.sku,
        titles=titles_of(row.line),
        hand=row.hand,
        kind=row.kind,
        quantity=row.quantity,
        found_at=row.found_at,
        outcome=row.outcome,
        bearer=row.bearer,
        words=row.words,
        settled_at=row.settled_at,
    )
