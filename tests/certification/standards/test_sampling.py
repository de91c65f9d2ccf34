"""ISO 2859-1: values read off the printed tables, and what must hold for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.standards.facade import (
    BadPlan,
    LotSeen,
    SamplePlan,
    Severity,
    Switching,
    accepts,
    code_letter,
    sample_plan,
    switched,
)
from certification.standards.iso2859 import AQLS, CODE_LETTERS, LETTERS, LOT_UPPER, SIZES
from tests.certification.standards.samples import CALMLY

#: Table 2-A for AQL 0.65 to 10, as printed: acceptance number, "v" an arrow down, "^" an arrow up.
TABLE = """
        0.65 1.0 1.5 2.5 4.0 6.5 10
A   2   v    v   v   v   v   0   v
B   3   v    v   v   v   0   ^   v
C   5   v    v   v   0   ^   v   1
D   8   v    v   0   ^   v   1   2
E   13  v    0   ^   v   1   2   3
F   20  0    ^   v   1   2   3   5
G   32  ^    v   1   2   3   5   7
H   50  v    1   2   3   5   7   10
J   80  1    2   3   5   7   10  14
K   125 2    3   5   7   10  14  21
L   200 3    5   7   10  14  21  ^
M   315 5    7   10  14  21  ^   ^
N   500 7    10  14  21  ^   ^   ^
P   800 10   14  21  ^   ^   ^   ^
Q   1250 14  21  ^   ^   ^   ^   ^
R   2000 21  ^   ^   ^   ^   ^   ^
"""


def printed() -> tuple[list[str], list[tuple[str, int, list[str]]]]:
    head, *rows = TABLE.strip().splitlines()
    split = [row.split() for row in rows]
    return head.split(), [(row[0], int(row[1]), row[2:]) for row in split]


def lot_for(letter: str) -> tuple[int, str]:
    """A lot and a level that lead to a code letter."""
    for level in ("II", "III", "I"):
        if letter in CODE_LETTERS[level]:
            place = CODE_LETTERS[level].index(letter)
            return (LOT_UPPER[place] if place < len(LOT_UPPER) else 600_000), level
    raise AssertionError(letter)


@pytest.mark.parametrize("place", range(len(LETTERS)), ids=list(LETTERS))
def test_every_cell_is_what_is_printed(place: int) -> None:
    columns, rows = printed()
    letter, size, _cells = rows[place]
    assert SIZES[LETTERS.index(letter)] == size
    lot, level = lot_for(letter)
    assert code_letter(lot, level=level) == letter
    for column, aql in enumerate(columns):
        row = place
        while (cell := rows[row][2][column]) in "v^":
            row += 1 if cell == "v" else -1
        other, sampled, _cells = rows[row]
        expected = SamplePlan(other, min(sampled, lot), int(cell), int(cell) + 1)
        assert sample_plan(lot, level=level, aql=aql) == expected, aql


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [
        (2, "II", "A"),
        (8, "II", "A"),
        (9, "II", "B"),
        (25, "II", "C"),
        (26, "II", "D"),
        (500, "II", "H"),
        (501, "II", "J"),
        (1200, "II", "J"),
        (3200, "II", "K"),
        (10_000, "II", "L"),
        (35_000, "I", "K"),
        (150_000, "III", "P"),
        (500_000, "II", "P"),
        (500_001, "II", "Q"),
        (500_001, "III", "R"),
        (500, "S-1", "B"),
        (1200, "S-2", "C"),
        (1201, "S-2", "D"),
        (1200, "S-3", "E"),
        (3201, "S-4", "G"),
        (500_001, "S-4", "K"),
    ],
)
def test_code_letters_of_table_1(lot: int, level: str, letter: str) -> None:
    assert code_letter(lot, level=level) == letter


def test_an_arrow_changes_letter_and_size_with_it() -> None:
    assert sample_plan(100, level="II", aql="1.5") == SamplePlan("G", 32, 1, 2)
    assert sample_plan(100, level="II", aql="1.0") == SamplePlan("E", 13, 0, 1)
    assert sample_plan(5, level="II", aql="6.5") == SamplePlan("A", 2, 0, 1)
    assert sample_plan(12, level="II", aql="6.5") == SamplePlan("A", 2, 0, 1)


def test_a_small_lot_is_looked_at_whole() -> None:
    assert sample_plan(5, level="II", aql="0.65").size == 5
    assert sample_plan(1, level="II", aql="2.5") == SamplePlan("C", 1, 0, 1)


@CALMLY
@given(lot=st.integers(1, 2_000_000), level=st.sampled_from(sorted(CODE_LETTERS)), aql=st.sampled_from(AQLS))
def test_every_lot_has_a_plan(lot: int, level: str, aql: str) -> None:
    plan = sample_plan(lot, level=level, aql=aql)
    assert 1 <= plan.size <= lot
    assert plan.reject == plan.accept + 1
    assert plan.size in (lot, SIZES[LETTERS.index(plan.code_letter)])
    assert accepts(plan, plan.accept)
    assert not accepts(plan, plan.reject)


@CALMLY
@given(lot=st.integers(2, 600_000), more=st.integers(0, 600_000), level=st.sampled_from(sorted(CODE_LETTERS)))
def test_a_larger_lot_never_has_an_earlier_letter(lot: int, more: int, level: str) -> None:
    assert LETTERS.index(code_letter(lot, level=level)) <= LETTERS.index(code_letter(lot + more, level=level))


@pytest.mark.parametrize(
    ("lot", "level", "aql"), [(0, "II", "2.5"), (-5, "II", "2.5"), (5, "IV", "2.5"), (5, "II", "3")]
)
def test_what_is_not_in_the_tables_is_refused(lot: int, level: str, aql: str) -> None:
    with pytest.raises(BadPlan):
        sample_plan(lot, level=level, aql=aql)


GOOD, BAD = LotSeen(accepted=True), LotSeen(accepted=False)


def after(*lots: LotSeen, state: Switching | None = None) -> Switching:
    state = state or Switching()
    for lot in lots:
        state = switched(state, lot)
    return state


def test_two_of_five_refused_tighten() -> None:
    assert after(BAD, GOOD, GOOD, GOOD, BAD).severity is Severity.TIGHTENED
    assert after(BAD, GOOD, GOOD, GOOD, GOOD, BAD).severity is Severity.NORMAL
    assert after(BAD, BAD).severity is Severity.TIGHTENED


def test_five_accepted_loosen_again() -> None:
    tightened = after(BAD, BAD)
    assert after(*[GOOD] * 4, state=tightened).severity is Severity.TIGHTENED
    assert after(*[GOOD] * 5, state=tightened) == Switching()
    assert after(*[GOOD] * 4, BAD, *[GOOD] * 4, state=tightened).severity is Severity.TIGHTENED


def test_five_refused_under_tightened_inspection_end_it() -> None:
    tightened = after(BAD, BAD)
    assert after(*[BAD, GOOD] * 4, state=tightened).severity is Severity.TIGHTENED
    ended = after(*[BAD, GOOD] * 4, BAD, state=tightened)
    assert ended.severity is Severity.DISCONTINUED
    assert after(*[GOOD] * 20, state=ended).severity is Severity.DISCONTINUED


def test_thirty_points_reduce() -> None:
    assert after(*[GOOD] * 14).score == 28
    assert after(*[GOOD] * 15).severity is Severity.REDUCED
    strict = LotSeen(accepted=True, accept=3, one_step_tighter=True)
    assert after(*[strict] * 9).score == 27
    assert after(*[strict] * 10).severity is Severity.REDUCED
    assert after(*[strict] * 9, LotSeen(accepted=True, accept=3)).score == 0
    assert after(*[GOOD] * 14, LotSeen(accepted=True, steady=False)).severity is Severity.NORMAL


def test_one_refusal_ends_reduced_inspection() -> None:
    reduced = after(*[GOOD] * 15)
    assert after(*[GOOD] * 50, state=reduced).severity is Severity.REDUCED
    assert after(BAD, state=reduced) == Switching()
    assert after(LotSeen(accepted=True, steady=False), state=reduced) == Switching()
