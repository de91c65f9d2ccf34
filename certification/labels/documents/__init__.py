"""Labels on paper: sheets and rolls, exact to the millimetre."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from certification.labels.codes import Address, shown
from certification.labels.layouts import CODE_MM, LAYOUTS, Layout
from certification.labels.models import Batch, Label
from certification.labels.selectors import PART
from certification.labels.states import LabelStateName
from media.facade import QrFill, pdf, qr_fills

_TEMPLATE: Final = Path(__file__).parent / "labels.typ"
_OUT: Final = frozenset({LabelStateName.SPOILED, LabelStateName.VOID})


def labels_pdf(batch: Batch, part: int) -> bytes:
    """
    Return a part of a batch, by its number from 1; the same part is the same to the last byte.

    A label that is out of use leaves its place empty: no second one goes round.
    """
    first = (part - 1) * PART
    rows = list(
        Label.objects.filter(batch=batch, position__gt=first, position__lte=first + PART).order_by("position")
    )
    layout = LAYOUTS[batch.layout]
    addresses = [Address(batch.base_url, row.code, batch.gtin, batch.lot_number).printed for row in rows]
    fills = qr_fills(addresses)
    labels = [
        None if row.state in _OUT else _label(row, fill, layout)
        for row, fill in zip(rows, fills, strict=True)
    ]
    return pdf(_TEMPLATE, {**_frame(batch, layout), "labels": labels}, language="en")


def _label(row: Label, fill: QrFill, layout: Layout) -> Mapping[str, object]:
    return {
        "side": fill.side,
        "path": fill.path,
        "qr_mm": round(layout.module_mm(fill.side) * fill.side, 4),
        "code": shown(row.code),
        "position": row.position,
    }


def _frame(batch: Batch, layout: Layout) -> Mapping[str, object]:
    host = batch.base_url.split("//", 1)[-1].rstrip("/")
    return {
        "page_width": layout.page_width,
        "page_height": layout.page_height,
        "columns": layout.columns,
        "per_page": layout.per_page,
        "width": layout.width,
        "height": layout.height,
        "left": layout.left,
        "top": layout.top,
        "inset": layout.inset,
        "code_mm": CODE_MM,
        "has_text": layout.has_text,
        "title": batch.title,
        "grade": batch.grade_name,
        "lot": batch.lot_number,
        "where": f"{host}/verify",
        "batch": batch.pk,
    }
