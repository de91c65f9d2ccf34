"""Rows out of a CSV file or an Excel workbook, one after the other; never the whole sheet at once."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from sellers.registry.errors import UnreadableFile

ROWS_MOST: Final = 250_000
CELLS_MOST: Final = 200
#: Of a workbook, unpacked. Its shared texts are held in memory as a whole.
UNPACKED_BYTES_MOST: Final = 640 * 1024 * 1024
TEXTS_BYTES_MOST: Final = 64 * 1024 * 1024

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"

#: What reading a damaged workbook raises, as the damage goes.
_DAMAGED: Final = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    IndexError,
    ParseError,
    TypeError,
    OSError,
)

SheetRow = tuple[int, Sequence[object]]


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
    if beginning == _OLD_OFFICE:
        raise UnreadableFile(
            _("This is a workbook of an old kind, or one with a password. Save it as .xlsx without password.")
        )
    found = _workbook(path) if beginning == _ZIP else _text(path, beginning)
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
    number = 0
    try:
        _refuse_bombs(path)
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, cells
                if number > ROWS_MOST:
                    return
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        ParseError,
        TypeError,
        OSError,
    ):
        raise UnreadableFile(
            _("The workbook is damaged from row %(row)d on. Open it, save it again as .xlsx, and send that.")
            % {"row": number + 1}
        ) from None


def _refuse_bombs(path: Path) -> None:
    """A workbook is a zip archive: what a few kilobytes unpack to is looked at first."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if sum(part.file_size for part in parts) > UNPACKED_BYTES_MOST or texts > TEXTS_BYTES_MOST:
        raise UnreadableFile(_("The workbook is too large. Save the sheet as CSV UTF-8 and send that."))
