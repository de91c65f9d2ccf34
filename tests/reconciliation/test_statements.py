"""A statement comes in whole or not at all, each line once, and what is wrong is said with row and remedy."""

from datetime import date

import pytest

from sellers.reconciliation.models import BankLine, OpenItem, StatementFault, StatementFile
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.statements.cells import NotAnAmount, day_of, units_of
from sellers.reconciliation.statements.faults import CellFault, told
from sellers.reconciliation.statements.templates import TEMPLATES
from tests.reconciliation.world import DAY, NOW, holds, send, send_rows, two_columns, walk, workbook

pytestmark = pytest.mark.django_db

ROWS = walk(
    [
        (date(2026, 11, 19), 12_345_600, "UTIBN52026111900001", "NEFT Kashmir Loom, Srinagar"),
        (date(2026, 11, 19), -250_050, "000471", "Bank charges, “quarter”"),
        (DAY, 99, "", "Interest"),
    ],
    opening=10_000_000,
)


def faults(outcome) -> list[tuple[int, str, str]]:
    found = StatementFault.objects.filter(file_id=outcome.file_id).order_by("row", "id")
    return [(each.row, each.column, each.rule) for each in found]


def lines() -> list[tuple]:
    found = BankLine.objects.order_by("day", "balance_minor")
    return sorted((line.day, line.amount_minor, line.reference, line.balance_minor) for line in found)


def expected() -> list[tuple]:
    return sorted((day, units, reference, balance) for day, units, reference, _, balance in ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_statement_in_two_columns_comes_in_whichever_way_it_is_encoded(encoding):
    above = '"Statement of account, J&K","","","","",""\r\nName: JKRLM escrow,,,,,\r\n'
    text = two_columns(
        ROWS, above=above, below='"Total","","","2,500.50","1,23,456.99",""\r\n*** End,,,,,\r\n'
    )

    outcome = send(text.encode(encoding))

    assert (outcome.state, outcome.lines_new, outcome.faults) == ("imported", 3, 0)
    assert lines() == expected()
    assert OpenItem.objects.filter(kind="new-line", settled_at=None).count() == 3
    holds()


def test_a_workbook_with_dr_and_cr_says_the_same():
    head = [["Account", "escrow"], [], ["Date", "Narration", "UTR", "Amount", "Dr/Cr", "Balance"]]
    body = [
        [day, words, reference, abs(units) / 100, "CR" if units > 0 else "Dr.", f"{balance / 100:,.2f} Cr"]
        for day, units, reference, words, balance in ROWS
    ]

    outcome = send(
        workbook([*head, *body, ["Closing balance", "", "", "", "", 0]]), "with-side", name="a.xlsx"
    )

    assert (outcome.state, outcome.lines_new) == ("imported", 3)
    assert lines() == expected()


def test_one_column_with_brackets_says_the_same_newest_first():
    body = [
        f"{day:%Y-%m-%d};{words};{reference};{f'({-units / 100:,.2f})' if units < 0 else units / 100};₹ {balance / 100:,.2f}"
        for day, units, reference, words, balance in reversed(ROWS)
    ]

    outcome = send("\n".join(["Date;Particulars;Reference;Amount;Balance", *body]), "signed")

    assert (outcome.state, outcome.lines_new) == ("imported", 3)
    assert lines() == expected()


def test_the_same_file_again_shows_what_became_of_it_and_adds_nothing():
    first = send(two_columns(ROWS))

    again = send(two_columns(ROWS), name="renamed.csv")

    assert (again.file_id, again.is_repeat, again.lines_new) == (first.file_id, True, 3)
    assert StatementFile.objects.count() == 1 and BankLine.objects.count() == 3


def test_an_overlapping_statement_adds_only_what_is_new():
    later = walk([(date(2026, 11, 21), 500, "X1", "More")], opening=ROWS[-1][4])
    send(two_columns(ROWS))

    outcome = send(two_columns([*ROWS[1:], *later]))

    assert (outcome.lines_new, outcome.lines_known) == (1, 2)
    assert balances().gaps == ()
    assert balances().outside == ROWS[-1][4] + 500


def test_a_gap_between_two_statements_is_said_with_both_balances_and_closes_when_the_lines_come():
    send(two_columns(ROWS[:1]))
    send(two_columns(ROWS[2:]))

    (gap,) = balances().gaps

    assert (gap.ended_on, gap.ended_minor) == (date(2026, 11, 19), 22_345_600)
    assert (gap.goes_on, gap.goes_on_minor, gap.missing_minor) == (DAY, 22_095_550, -250_050)
    assert balances().outside == ROWS[-1][4]
    send(two_columns(ROWS[1:2]))
    assert balances().gaps == ()
    assert balances().difference == balances().explained


def test_every_fault_is_told_with_row_column_and_remedy_and_nothing_comes_in():
    text = two_columns(ROWS) + (
        "31/02/2026,x,r,,1.00,2\r\n"
        "20-Nov-2027,x,r,,1.00,2\r\n"
        "20/11/2026,x,r,1.00,1.00,2\r\n"
        "20/11/2026,x,r,,,2\r\n"
        "20/11/2026,x,r,,12.345,\r\n"
        "20/11/2026,x,r,,1.00,2,3\r\n"
        f"20/11/2026,x,{'r' * 65},,1.00,2\r\n"
        "20/11/2026,x,r,,99999999999999,1e3\r\n"
    )

    outcome = send(text)

    assert (outcome.state, outcome.lines_new, outcome.faults) == ("refused", 0, 10)
    assert faults(outcome) == [
        (5, "day", "day"),
        (6, "day", "day-ahead"),
        (7, "out", "amount-both"),
        (8, "out", "amount-none"),
        (9, "in", "amount"),
        (9, "balance", "missing"),
        (10, "", "row-long"),
        (11, "reference", "too-long"),
        (12, "in", "too-large"),
        (12, "balance", "amount"),
    ]
    assert BankLine.objects.count() == OpenItem.objects.count() == 0
    said = told(5, CellFault("day", "31/02/2026", "day", "21/11/2026"))
    assert said.sentence == "This is no day as this bank writes it."
    assert said.remedy == "Write it like 21/11/2026, or choose another format."


def test_a_row_that_is_missing_inside_a_file_is_found_by_the_running_balance():
    outcome = send(two_columns([ROWS[0], ROWS[2]]))

    assert faults(outcome) == [(3, "balance", "balance-breaks")]
    assert BankLine.objects.count() == 0


def test_a_refused_file_may_be_sent_again_corrected_or_under_another_format():
    refused = send(two_columns(ROWS), "with-side")
    assert [rule for _, _, rule in faults(refused)] == ["heading-missing", "heading-missing"]

    assert send(two_columns(ROWS)).lines_new == 3
    assert list(StatementFile.objects.order_by("id").values_list("state", flat=True)) == [
        "refused",
        "imported",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0rest", "a workbook of an old kind"),
        (b"PK\x03\x04broken", "The workbook is damaged"),
        (b'Txn Date,Description,Ref No,Debit,Credit,Balance\n"20/11/2026,x', "a quotation mark"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(data, sentence):
    outcome = send(data)

    held = StatementFile.objects.get(pk=outcome.file_id)
    assert (held.state, held.lines_new) == ("refused", 0)
    assert sentence in held.refusal
    assert BankLine.objects.count() == 0


def test_a_sheet_without_lines_is_refused():
    assert faults(send(two_columns([]))) == [(1, "", "empty")]


def test_two_lines_that_the_bank_tells_apart_in_nothing_are_two():
    rows = walk([(DAY, 100, "A1", "in"), (DAY, -100, "A1", "out"), (DAY, 100, "A1", "in")], opening=0)

    assert send(two_columns(rows)).lines_new == 3
    assert send(two_columns(rows) + " ").lines_known == 3


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("1,23,456.00", 12_345_600),
        ("123,456.7", 12_345_670),
        ("(1,234.50)", -123_450),
        ("-5", -500),
        ("5.00-", -500),
        ("Rs. 1,00,000", 10_000_000),
        ("₹12.5", 1250),
        ("INR 7.00 Dr", -700),
        ("7.00 (Cr)", 700),
        (".50", 50),
        (1234.1, 123_410),
        (-3, -300),
        ("  -  ", None),
        ("", None),
        (None, None),
    ],
)
def test_amounts_as_indian_banks_write_them(cell, units):
    assert units_of(cell) == units


@pytest.mark.parametrize("cell", ["1,2", "12,34.00", "1.234", "ten", "1e3", "--5", "nan", 0.001, True, "5 5"])
def test_what_is_no_amount_is_not_guessed(cell):
    with pytest.raises(NotAnAmount):
        units_of(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "20/11/2026",
        "20-11-2026",
        "20.11.2026",
        "20-Nov-2026",
        "20 Nov 2026",
        "20/11/26",
        "20/11/2026 10:22",
        DAY,
        NOW.replace(day=20),
    ],
)
def test_days_as_indian_banks_write_them(cell):
    assert day_of(cell, TEMPLATES["two-columns"].days) == DAY


def test_a_statement_whose_first_line_is_an_opening_balance_passes_it_over():
    text = two_columns(ROWS).split("\r\n")
    text.insert(1, '"01/11/2026","OPENING BALANCE","","","","1,00,000.00"')

    assert send("\r\n".join(text)).lines_new == 3


def test_a_new_line_is_open_until_somebody_looked():
    send_rows((DAY, 500, "X", "y"))
    assert OpenItem.objects.get().amount_minor == 500
