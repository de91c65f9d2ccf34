"""Reads of lots; each costs one query unless it says otherwise."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import F, Min, Q, QuerySet

from certification.lots.contracts import (
    Assignment,
    Bearer,
    Change,
    Life,
    Lot,
    LotsPage,
    LotState,
    Recall,
    Traced,
)
from certification.lots.errors import LotUnknown
from certification.lots.models import Assignment as AssignmentRow
from certification.lots.models import Lot as Row
from certification.lots.models import LotChange
from certification.lots.models import Recall as RecallRow
from jkrlm.kernel.statements import Statement

PAGE: Final = 50
LISTED_MAX: Final = 1000


def contract(row: Row) -> Lot:
    return Lot(
        id=row.pk,
        number=row.number,
        group_code=row.group_code,
        product_id=row.product_id,
        variant_id=row.variant_id,
        name=row.name,
        made_on=row.made_on,
        expires_on=row.expires_on,
        quantity=row.quantity,
        certified_quantity=row.certified_quantity,
        assigned=row.assigned,
        state=LotState(row.state),
    )


def assignment(row: AssignmentRow, lot_number: str) -> Assignment:
    return Assignment(
        id=row.pk,
        lot_number=lot_number,
        order_code=row.order_code,
        line_ref=row.line_ref,
        product_id=row.product_id,
        quantity=row.quantity,
        released=row.released,
        serials=tuple(row.serials),
        assigned_at=row.assigned_at,
    )


def recalled(row: RecallRow, lot: Row) -> Recall:
    return Recall(
        id=row.pk,
        lot_number=lot.number,
        product_id=lot.product_id,
        reason=row.reason,
        bearer=Bearer(row.bearer),
        orders=tuple(row.orders),
        at=row.at,
    )


def row(number: str) -> Row:
    """Return a lot's row. Raises LotUnknown."""
    found = Row.objects.filter(number=number[:20].upper().replace("\x00", "")).first()
    if found is None:
        raise LotUnknown(f"There is no lot {number[:20]}. Its number stands on the label.", field="lot")
    return found


def lot(number: str) -> Lot:
    """Return a lot. Raises LotUnknown."""
    return contract(row(number))


def lots_by_number(numbers: Collection[str]) -> dict[str, Lot]:
    return {each.number: contract(each) for each in Row.objects.filter(number__in=set(numbers))}


def lots_of(group_codes: Collection[str]) -> tuple[Lot, ...]:
    """Return the groups' lots, the newest first; 1,000 at most."""
    rows = Row.objects.filter(group_code__in=set(group_codes)).order_by("-id")[:LISTED_MAX]
    return tuple(map(contract, rows))


def lots_of_product(product_id: str) -> tuple[Lot, ...]:
    """Return a product's lots in the order in which they are sold: the first to expire first."""
    return tuple(map(contract, first_expired(product_id)[:LISTED_MAX]))


def has_lots(product_ids: Collection[str]) -> bool:
    """Return whether any of the products was ever made in lots. One query."""
    return Row.objects.filter(product_id__in=product_ids).exists()


def first_opened(product_ids: Collection[str]) -> dict[str, datetime]:
    """Return since when each product is made in lots; one that never was is absent. One query."""
    rows = Row.objects.filter(product_id__in=set(product_ids)).values("product_id")
    return dict(rows.annotate(since=Min("opened_at")).values_list("product_id", "since"))


def first_expired(product_id: str) -> QuerySet[Row]:
    """Return the product's lots, first expired first; those that never expire last, then the older first."""
    return Row.objects.filter(product_id=product_id).order_by(
        F("expires_on").asc(nulls_last=True), "made_on", "id"
    )


def suggest(
    product_id: str, quantity: int, *, arrives_on: date, life: Life, variant_id: str = ""
) -> tuple[tuple[Lot, int], ...]:
    """
    Return from which lots so many pieces should be taken that come to their buyer on a day; less than asked
    where there is not enough that is of the variant (empty: any) and keeps long enough after it.
    """
    taken: list[tuple[Lot, int]] = []
    left = quantity
    for each in lots_of_product(product_id):
        if left <= 0:
            break
        if each.fits(variant_id) and each.sellable_on(arrives_on, keeps_days=life.days):
            part = min(left, each.available)
            taken.append((each, part))
            left -= part
    return tuple(taken)


def assignments(order_codes: Iterable[str]) -> dict[str, tuple[Assignment, ...]]:
    """Return what each order holds, or held, of which lots; every order asked for is a key."""
    found: dict[str, list[Assignment]] = {code: [] for code in order_codes}
    rows = AssignmentRow.objects.filter(order_code__in=found).select_related("lot").order_by("id")
    for each in rows:
        found[each.order_code].append(assignment(each, each.lot.number))
    return {code: tuple(held) for code, held in found.items()}


def orders_of_lot(number: str) -> tuple[Assignment, ...]:
    """Return which orders got pieces of a lot, given back or not. Raises LotUnknown."""
    held = row(number)
    return tuple(assignment(each, held.number) for each in held.assignments.order_by("id"))


def recall_of(number: str) -> Recall | None:
    """Return how a lot was called back, or None. Raises LotUnknown."""
    held = row(number)
    found = RecallRow.objects.filter(lot=held).first()
    return recalled(found, held) if found is not None else None


def history(number: str) -> tuple[Change, ...]:
    """Return what happened to a lot, the newest first. Raises LotUnknown."""
    rows = LotChange.objects.filter(lot=row(number)).order_by("-id")[:LISTED_MAX]
    return tuple(Change(each.what, each.words, each.at, each.actor) for each in rows)


def page_of_lots(*, words: str, state: str, today: date, after: int) -> LotsPage:
    """
    Return a page of all lots, the newest first.

    ``state`` is one of LotState, or ``expired`` (open and past its last day); ``words`` are looked for in
    number, name and group.
    """
    rows = Row.objects.order_by("-id")
    if words:
        rows = rows.filter(
            Q(number__icontains=words) | Q(name__icontains=words) | Q(group_code__iexact=words)
        )
    if state == "expired":
        rows = rows.filter(state=LotState.OPEN, expires_on__lt=today)
    elif state in LotState.values:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    return LotsPage(tuple(map(contract, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else 0)


def lots_page(*, words: str = "", most: int, after: int = 0) -> tuple[tuple[Lot, ...], bool]:
    """Return lots, the newest first, from below an id, and whether there are more. One query."""
    rows = Row.objects.order_by("-id")
    if words:
        rows = rows.filter(
            Q(number__icontains=words) | Q(name__icontains=words) | Q(group_code__iexact=words)
        )
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: most + 1])
    return tuple(map(contract, found[:most])), len(found) > most


def products_near_their_end(*, until: date) -> tuple[str, ...]:
    """Return the products of which some open lot ends before a day."""
    rows = Row.objects.filter(state=LotState.OPEN, expires_on__lt=until)
    return tuple(rows.values_list("product_id", flat=True).distinct().order_by("product_id"))


#: Read by everyone who scans a label: one statement, prepared.
_TRACED: Final = Statement(
    """
    SELECT l.state, l.made_on, l.expires_on, l.quantity,
           (SELECT min(u.sold_on) FROM cert_lots_soldunit u
             WHERE u.serial = %(serial)s::varchar AND NOT u.is_back)
      FROM cert_lots_lot l WHERE l.number = %(number)s::varchar
    """
)


def traced(number: str, serial: str) -> Traced | None:
    """Return what a label's reader is told of its lot and of the sale of its piece; None without a lot."""
    if not number:
        return None
    rows = _TRACED.rows(number=number, serial=serial)
    return Traced(LotState(rows[0][0]), *rows[0][1:]) if rows else None


def lot_by_key(key: str) -> Lot | None:
    """Return the lot that a form made, or None."""
    found = Row.objects.filter(key=key).first()
    return contract(found) if found is not None else None
