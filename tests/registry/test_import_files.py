"""Files that cannot be read, and what is told of those that can: nothing in a list of faults runs."""

import csv
import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sellers.registry import models
from sellers.registry.errors import UnreadableFile
from sellers.registry.imports import reading
from sellers.registry.selectors.imports import faults, faults_csv, group_import
from sellers.registry.services import imports
from tests.bad_input.unchanged import nothing_changes
from tests.registry.test_imports import ROWS, check, editor, sheet, take, told

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0old", "Save it as .xlsx"),
        (b"PK\x03\x04 nonsense", "damaged"),
        (
            sheet(*ROWS[:1], "KZ22,Caf\xe9".encode("latin-1").decode("latin-1")).replace(
                "é".encode(), b"\xe9"
            ),
            "CSV UTF-8",
        ),
        (sheet(*ROWS, 'KZ23,"Roshni'), "quotation mark"),
        (b"\n\n\n", "empty"),
    ],
    ids=["old office", "no workbook", "latin-1", "open quotes", "blank"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(editor, content, words):
    outcome = check(content)
    assert outcome.state == "faulty"
    assert words in outcome.refusal
    assert models.StagedGroup.objects.count() == 0


def test_an_empty_or_enormous_file_is_not_even_taken(editor, monkeypatch):
    with nothing_changes():
        with pytest.raises(UnreadableFile):
            take(b"")
        monkeypatch.setattr(imports, "FILE_BYTES_MOST", 10)
        with pytest.raises(UnreadableFile):
            take(sheet(*ROWS))


def test_headings_alone_are_no_list(editor):
    assert [rule for _row, _column, rule in told(check(sheet()))] == ["empty"]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(reading, "UNPACKED_BYTES_MOST", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(UnreadableFile, match="too large"):
        list(reading.rows_of(path))


def test_an_endless_sheet_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_MOST", 3)
    path = tmp_path / "long.csv"
    path.write_bytes(sheet(*ROWS, ROWS[0]))
    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        list(reading.rows_of(path))


def test_the_list_of_faults_stops_somewhere(editor, monkeypatch):
    monkeypatch.setattr(imports, "FAULTS_MOST", 2)
    outcome = check(sheet(*["x!y,,,,,,,,,,"] * 5))
    assert told(outcome)[-1][2] == "too-many"
    assert len(told(outcome)) < 12


def test_faults_leave_as_a_table_in_which_nothing_runs(editor):
    outcome = check(sheet('"=HYPERLINK(""http://x"")",Roshni SHG,Kulgam,Frisal,Frisal,192231,,,11,2019,'))
    text = "".join(faults_csv(group_import(outcome.import_id).batch))
    heading, row = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    assert heading == ["Row", "Column", "Value", "What is wrong", "What to do"]
    assert row[:3] == ["2", "code", '\'=HYPERLINK("http://x")']


def test_faults_are_read_page_by_page_and_none_twice(editor, monkeypatch):
    from sellers.registry.selectors import imports as reads

    monkeypatch.setattr(reads, "_AT_ONCE", 2)
    outcome = check(sheet(*["x!y,,Kulgam,Frisal,Frisal,192231,,,11,2019,"] * 3))
    found = list(faults(group_import(outcome.import_id).batch))
    assert [(fault.row, fault.column) for fault in found] == [
        (row, column) for row in (2, 3, 4) for column in ("code", "name")
    ]
    assert len(list(faults(group_import(outcome.import_id).batch, most=3))) == 3
