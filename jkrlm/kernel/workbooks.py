"""
Rows out of an Excel workbook, one after the other, whatever it holds; never the whole sheet at once.

openpyxl brings numpy and lxml along, 19 MB in every web worker: it is imported when a workbook is read.
"""

from collections.abc import Iterator, Sequence
from typing import IO, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

#: How a workbook begins, and one of an old kind or with a password.
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
#: What is shared by all its cells is held in memory as a whole.
TEXTS_BYTES_MOST: Final = 64 * 1024 * 1024

#: What reading a damaged workbook raises beside openpyxl's own, as the damage goes.
_DAMAGED: Final = (
    BadZipFile,
    KeyError,
    ValueError,
    IndexError,
    ParseError,
    TypeError,
    OSError,
)

SheetRow = tuple[int, Sequence[object]]


class WorkbookTooLarge(Exception):
    """Unpacked it is more than is let in."""


class WorkbookDamaged(Exception):
    """``row`` is where reading ended."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def workbook_rows(file: IO[bytes], *, rows_most: int, unpacked_bytes_most: int) -> Iterator[SheetRow]:
    """
    Yield (row as the spreadsheet counts it, cells) of the first sheet, values only; one row more than
    ``rows_most`` at most.

    Raises:
        WorkbookTooLarge; WorkbookDamaged: while reading.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    number = 0
    try:
        _refuse_bombs(file, unpacked_bytes_most)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, cells
            if number > rows_most:
                return
    except (*_DAMAGED, InvalidFileException):
        raise WorkbookDamaged(number + 1) from None


def _refuse_bombs(file: IO[bytes], unpacked_bytes_most: int) -> None:
    """A workbook is a zip archive: what a few kilobytes unpack to is looked at first."""
    with ZipFile(file) as archive:
        parts = archive.infolist()
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if sum(part.file_size for part in parts) > unpacked_bytes_most or texts > TEXTS_BYTES_MOST:
        raise WorkbookTooLarge
    file.seek(0)
