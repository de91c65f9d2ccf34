"""Rows out of a CSV file or an Excel workbook, one after the other; never the whole sheet at once."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.workbooks import (
    OLD_OFFICE,
    ZIP,
    SheetRow,
    WorkbookDamaged,
    WorkbookTooLarge,
    workbook_rows,
)
from sellers.registry.errors import UnreadableFile

ROWS_MOST: Final = 250_000
CELLS_MOST: Final = 200
#: Of a workbook, unpacked.
UNPACKED_BYTES_MOST: Final = 640 * 1024 * 1024


def rows_of(path: Path) -> Iterator[SheetRow]:
    """
    Yield (row as the spreadsheet counts it, cells) of every row that is not blank.

    What the file is, is seen from its first bytes. Of a workbook the first sheet is read, values only.

    Raises:
        UnreadableFile: while reading; says from which row on, and what to do.
    """
    with path.open("rb") as file:
        beginning = file.read(4)
    if not beginning:
        raise UnreadableFile(_("The file is empty."))
    if beginning == OLD_OFFICE:
        raise UnreadableFile(
            _("This is a workbook of an old kind, or one with a password. Save it as .xlsx without password.")
        )
    found = _workbook(path) if beginning == ZIP else _text(path, beginning)
    for number, cells in found:
        if number > ROWS_MOST:
            raise UnreadableFile(_("The sheet has more than %(most)d rows. Divide it.") % {"most": ROWS_MOST})
        if any(cell not in (None, "") for cell in cells):
            yield number, cells[:CELLS_MOST]


def _text(path: Path, beginning: bytes) -> Iterator[SheetRow]:
    encoding = "utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            heading = file.readline(100_000)
            file.seek(0)
            signs = {sign: heading.count(sign) for sign in ",;\t"}
            reader = csv.reader(file, delimiter=max(signs, key=lambda sign: signs[sign]), strict=True)
            for number, cells in enumerate(reader, 1):
                yield number, cells
    except UnicodeError:
        raise UnreadableFile(
            _(
                "From about row %(row)d on the file is not in UTF-8. In the spreadsheet choose "
                "“Save as”, then “CSV UTF-8”."
            )
            % {"row": number + 1}
        ) from None
    except csv.Error:
        raise UnreadableFile(
            _("Row %(row)d cannot be read: look for a quotation mark that is opened and not closed.")
            % {"row": number + 1}
        ) from None


def _workbook(path: Path) -> Iterator[SheetRow]:
    try:
        with path.open("rb") as file:
            yield from workbook_rows(file, rows_most=ROWS_MOST, unpacked_bytes_most=UNPACKED_BYTES_MOST)
    except WorkbookTooLarge:
        raise UnreadableFile(
            _("The workbook is too large. Save the sheet as CSV UTF-8 and send that.")
        ) from None
    except WorkbookDamaged as damage:
        raise UnreadableFile(
            _("The workbook is damaged from row %(row)d on. Open it, save it again as .xlsx, and send that.")
            % {"row": damage.row}
        ) from None
