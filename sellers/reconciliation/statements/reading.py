"""Rows out of a CSV file or an Excel workbook, one after the other; never the whole sheet at once."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Final

from jkrlm.kernel.workbooks import (
    OLD_OFFICE,
    ZIP,
    SheetRow,
    WorkbookDamaged,
    WorkbookTooLarge,
    workbook_rows,
)
from sellers.reconciliation.errors import UnreadableFile

ROWS_MOST: Final = 200_000
CELLS_MOST: Final = 100
#: Of a workbook, unpacked.
UNPACKED_BYTES_MOST: Final = 256 * 1024 * 1024

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SIGNS: Final = ",;\t|"


def rows_of(file: IO[bytes]) -> Iterator[SheetRow]:
    """
    Yield (row as the spreadsheet counts it, cells) of every row that is not blank.

    What the file is, is seen from its first bytes: a workbook's first sheet, values only; text in UTF-8 or
    UTF-16, with or without a mark, or as old Windows programs write it (cp1252), by comma, semicolon, tab or
    bar.

    Raises:
        UnreadableFile: while reading; says from which row on, and what to do.
    """
    file.seek(0)
    beginning = file.read(4)
    file.seek(0)
    if not beginning:
        raise UnreadableFile("The file is empty.", field="file")
    if beginning == OLD_OFFICE:
        raise UnreadableFile(
            "This is a workbook of an old kind, or one with a password. Save it as .xlsx without password.",
            field="file",
        )
    found = _workbook(file) if beginning == ZIP else _text(file, beginning)
    for number, cells in found:
        if number > ROWS_MOST:
            raise UnreadableFile(
                f"The sheet has more than {ROWS_MOST} rows. Divide it by period.", field="file"
            )
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield number, cells[:CELLS_MOST]


def _encoding(file: IO[bytes], beginning: bytes) -> str:
    if beginning[:2] in _UTF16:
        return "utf-16"
    decoder = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        while decoder.read(1 << 20):
            pass
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        decoder.detach()
        file.seek(0)
    return "utf-8-sig"


def _text(file: IO[bytes], beginning: bytes) -> Iterator[SheetRow]:
    encoding = _encoding(file, beginning)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        sample = text.read(8_192)
        text.seek(0)
        counts = {sign: sample.count(sign) for sign in _SIGNS}
        reader = csv.reader(text, delimiter=max(counts, key=lambda sign: counts[sign]), strict=True)
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except UnicodeError:
        raise UnreadableFile(
            f"From about row {number + 1} on the file is no text. Export it again as CSV or .xlsx.",
            field="file",
        ) from None
    except csv.Error:
        raise UnreadableFile(
            f"Row {number + 1} cannot be read: look for a quotation mark that is opened and not closed.",
            field="file",
        ) from None
    finally:
        text.detach()


def _workbook(file: IO[bytes]) -> Iterator[SheetRow]:
    try:
        yield from workbook_rows(file, rows_most=ROWS_MOST, unpacked_bytes_most=UNPACKED_BYTES_MOST)
    except WorkbookTooLarge:
        raise UnreadableFile(
            "The workbook is too large. Save the sheet as CSV and send that.", field="file"
        ) from None
    except WorkbookDamaged as damage:
        raise UnreadableFile(
            f"The workbook is damaged from row {damage.row} on. Open it, save it again as .xlsx, send that.",
            field="file",
        ) from None
