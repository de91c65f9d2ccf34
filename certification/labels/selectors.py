"""Reads of labels."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count

from certification.labels.contracts import Batch, Goods, Label, Step
from certification.labels.errors import LabelUnknown
from certification.labels.layouts import LAYOUTS
from certification.labels.models import Batch as BatchRow
from certification.labels.models import Label as Row
from certification.labels.models import LabelChange, TradeItem
from certification.labels.states import BatchState, LabelStateName
from jkrlm.kernel.statements import Statement

#: Labels in one PDF: 20 sheets of 24, or 12 of 40.
PART: Final = 480
PAGE: Final = 50

#: Read by everyone who scans: one statement, prepared.
_LABEL: Final = Statement(
    """
    SELECT l.id, l.code, b.gtin, b.lot_number, b.certificate_number, b.product_id, b.group_code, l.state,
           b.id, l.position, l.unit, l.reason, l.changed_at, b.base_url, b.title, b.title_hi, b.title_ur,
           b.slug, b.picture_url, b.is_illustration
      FROM cert_labels_label l JOIN cert_labels_batch b ON b.id = l.batch_id
     WHERE l.code = %(code)s::varchar
    """
)


def label(code: str) -> Label:
    """Return the label of a code, exactly as printed without hyphens. Raises LabelUnknown."""
    rows = _LABEL.rows(code=code[:20].replace("\x00", ""))
    if not rows:
        raise LabelUnknown(f"There is no label {code[:20]}.", field="code")
    (row,) = rows
    return Label(
        id=row[0],
        code=row[1],
        gtin=row[2],
        own_id="" if row[2] else f"/VERIFY/{row[1]}",
        lot_number=row[3],
        certificate_number=row[4],
        product_id=row[5],
        group_code=row[6],
        state=LabelStateName(row[7]),
        batch_id=row[8],
        position=row[9],
        unit=row[10],
        reason=row[11],
        changed_at=row[12],
        base_url=row[13],
        goods=Goods(*row[14:20]),
    )


def history(code: str) -> tuple[Step, ...]:
    """Return what became of a label, the newest first."""
    rows = LabelChange.objects.filter(label__code=code).order_by("-id")
    return tuple(
        Step(LabelStateName(each.state), each.at, each.actor, each.reason, each.unit) for each in rows
    )


def contract(row: BatchRow) -> Batch:
    return Batch(
        id=row.pk,
        state=BatchState(row.state),
        certificate_number=row.certificate_number,
        product_id=row.product_id,
        group_code=row.group_code,
        lot_number=row.lot_number,
        gtin=row.gtin,
        layout=LAYOUTS[row.layout].title,
        count=row.count,
        made=row.made,
        title=row.title,
        parts=-(-row.count // PART),
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        moved_at=row.moved_at,
    )


def batch_row(number: int) -> BatchRow:
    found = BatchRow.objects.select_related("asked_by").filter(pk=number).first()
    if found is None:
        raise LabelUnknown(f"There is no batch {number}.")
    return found


def batch(number: int) -> Batch:
    """Return a batch. Raises LabelUnknown."""
    return contract(batch_row(number))


def batches(*, words: str = "", before: int = 0) -> tuple[Batch, ...]:
    """Return a page of batches and one more, the newest first; ``words`` is a certificate, lot or group."""
    rows = BatchRow.objects.select_related("asked_by").order_by("-id")
    if words:
        rows = (
            rows.filter(certificate_number__iexact=words)
            | rows.filter(lot_number__iexact=words)
            | rows.filter(group_code__iexact=words)
        )
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(map(contract, rows[: PAGE + 1]))


def batches_page(*, most: int, before: int = 0) -> tuple[tuple[Batch, ...], bool]:
    """Return batches, the newest first, from below a number, and whether there are more. One query."""
    rows = BatchRow.objects.select_related("asked_by").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: most + 1])
    return tuple(map(contract, found[:most])), len(found) > most


def counts(number: int) -> dict[LabelStateName, int]:
    """Return how many labels of a batch are in each state."""
    rows: Any = Row.objects.filter(batch_id=number).values_list("state").annotate(Count("id"))
    found = {LabelStateName(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in LabelStateName}


def labels_of_batch(number: int, *, state: str = "", after: int = 0) -> tuple[Row, ...]:
    """Return a page of a batch's labels and one more, by position."""
    rows = Row.objects.filter(batch_id=number, position__gt=after).order_by("position")
    if state in LabelStateName.values:
        rows = rows.filter(state=state)
    return tuple(rows[: PAGE + 1])


def slug_of_gtin(gtin: str) -> str:
    """Return the slug under which the goods of a GTIN are in the shop; nothing for a GTIN not ours."""
    rows = BatchRow.objects.filter(gtin=gtin).exclude(slug="").order_by("-id")
    return rows.values_list("slug", flat=True).first() or "" if gtin else ""


def codes_of_batch(number: int) -> tuple[str, ...]:
    """Return the codes of a batch in the order in which they are printed."""
    return tuple(Row.objects.filter(batch_id=number).order_by("position").values_list("code", flat=True))


def gtins_of(product_ids: Iterable[str]) -> dict[str, str]:
    """Return the GTIN of each product that has one. One query."""
    rows = TradeItem.objects.filter(product_id__in=set(product_ids))
    return dict(rows.values_list("product_id", "gtin"))
