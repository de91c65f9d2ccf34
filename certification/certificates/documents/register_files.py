"""The register as a file: CSV, and a spreadsheet. What could be taken for a formula is kept as text."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from certification.certificates.contracts import Certificate
from certification.certificates.credentials.addresses import certificate_url

HEADS: Final = (
    "Number",
    "State",
    "Title",
    "Holder",
    "Group",
    "Standard",
    "Grade",
    "Lot",
    "Quantity",
    "Issued on",
    "Valid until",
    "Case",
    "Product",
    "Address",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Certificate]) -> Iterator[str]:
    """Yield the register as CSV (UTF-8 with a mark at its start, so that spreadsheets read it right)."""
    yield "\ufeff" + _line(HEADS)
    for row in rows:
        yield _line([_safe(each) for each in _cells(row)])


def xlsx(rows: Iterable[Certificate]) -> bytes:
    """Return the register as a workbook of one sheet, dates as dates."""
    # openpyxl is 19 MB in memory: not in a web worker that writes no workbook
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Certificates")
    sheet.freeze_panes = "A2"
    for letter, width in zip(
        "ABCDEFGHIJKLMN", (18, 12, 36, 28, 10, 20, 14, 16, 9, 12, 12, 20, 20, 48), strict=True
    ):
        sheet.column_dimensions[letter].width = width
    heads = []
    for name in HEADS:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in rows:
        sheet.append([_safe(each) for each in _cells(row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Certificate) -> tuple[object, ...]:
    return (
        row.number,
        row.state,
        row.title,
        row.holder_name,
        row.group_code,
        row.version_number,
        row.grade_name,
        row.lot_number,
        row.quantity,
        row.issued_on,
        row.valid_until,
        row.case_number,
        row.product_id,
        certificate_url(row.number),
    )


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
