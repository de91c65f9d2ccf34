"""
A bank's file out of a format: columns as data, in; bytes, out. Pure, and the same bytes each time.

A format's ``records`` are written for the head, each row and the tail. A field is a ``constant`` or one of
VALUES; ``width`` cuts it, and in a fixed shape fills it up (numbers with ``fill`` on the left).
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

#: What a field may name.
VALUES: Final = (
    "account_number",
    "amount",
    "amount_paise",
    "bank",
    "batch",
    "count",
    "group_code",
    "holder_name",
    "ifsc",
    "narration",
    "reference",
    "row",
    "total",
    "total_paise",
    "value_date",
)
_KEPT: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .&()/-")


@dataclass(frozen=True, slots=True)
class FileRow:
    row: int
    reference: str
    group_code: str
    holder_name: str
    account_number: str
    ifsc: str
    bank: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FileHead:
    batch: int
    value_date: date


def rendered(spec: Mapping[str, Any], head: FileHead, rows: Sequence[FileRow]) -> bytes:
    """
    Return the file.

    Raises:
        ValueError: the format names what there is not, or a value is wider than its fixed column.
    """
    total = sum((row.amount for row in rows), Decimal(0))
    of_all = {
        "batch": str(head.batch),
        "value_date": head.value_date.strftime(spec["date"]),
        "count": str(len(rows)),
        "total": f"{total:.2f}",
        "total_paise": _paise(total),
    }
    lines: list[list[str]] = []
    for record in spec["records"]:
        if record["of"] == "row":
            lines += [_cells(spec, record["fields"], of_all | _of_row(row)) for row in rows]
        else:
            lines.append(_cells(spec, record["fields"], of_all))
    return _joined(spec, lines).encode("ascii")


def file_name(spec: Mapping[str, Any], batch: int) -> str:
    return str(spec["file_name"]).format(batch=f"{batch:05d}")


def plain(text: str) -> str:
    """
    Return a text in the letters that banks take: accents off, other signs as blanks, nothing at the beginning
    that a spreadsheet would take for a formula.
    """
    flat = unicodedata.normalize("NFKD", text)
    kept = "".join(sign if sign in _KEPT else " " for sign in flat if not unicodedata.combining(sign))
    return " ".join(kept.split()).lstrip("-. ")


def _of_row(row: FileRow) -> dict[str, str]:
    return {
        "row": str(row.row),
        "reference": row.reference,
        "group_code": row.group_code,
        "holder_name": plain(row.holder_name),
        "account_number": row.account_number,
        "ifsc": row.ifsc,
        "bank": plain(row.bank),
        "amount": f"{row.amount:.2f}",
        "amount_paise": _paise(row.amount),
        "narration": plain(f"Umeed {row.group_code}"),
    }


def _paise(amount: Decimal) -> str:
    return str(int(amount.scaleb(2)))


def _cells(
    spec: Mapping[str, Any], fields: Iterable[Mapping[str, Any]], values: Mapping[str, str]
) -> list[str]:
    return [_cell(field, values, is_fixed=spec["shape"] == "fixed") for field in fields]


def _cell(field: Mapping[str, Any], values: Mapping[str, str], *, is_fixed: bool) -> str:
    name = field.get("value", "")
    if name and name not in values:
        raise ValueError(f"{name} cannot stand in this record of a bank's file")
    text = values[name] if name else str(field["constant"])
    width = int(field.get("width", 0))
    if width and len(text) > width:
        if name not in ("holder_name", "narration", "bank"):
            raise ValueError(f"{name or 'a constant'} is wider than {width}")
        text = text[:width].rstrip()
    if not is_fixed or not width:
        return text
    fill = field.get("fill", " ")
    return text.ljust(width) if fill == " " else text.rjust(width, fill)


def _joined(spec: Mapping[str, Any], lines: Sequence[Sequence[str]]) -> str:
    end = spec["line_end"]
    if spec["shape"] == "fixed":
        return "".join(f"{''.join(cells)}{end}" for cells in lines)
    written = io.StringIO()
    csv.writer(written, delimiter=spec["delimiter"], lineterminator=end).writerows(lines)
    return written.getvalue()
