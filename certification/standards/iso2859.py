"""
Sampling by attributes, ISO 2859-1:1999 (IS 2500-1:2000): code letters (table 1), single sampling under normal
inspection (table 2-A) for AQL 0.10 to 10, and the switching rules of clause 9. Pure.

Table 2-A is a staircase: the acceptance number depends only on how far the code letter's row and the AQL's
column lie apart, so that twelve entries hold it all. Between 0 and 1 lie two cells that are arrows.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _

from certification.standards.contracts import SamplePlan
from certification.standards.errors import BadPlan

#: Largest lot of each row of table 1; the last row has none.
LOT_UPPER: Final = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000, 500000)
CODE_LETTERS: Final = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
LETTERS: Final = "ABCDEFGHJKLMNPQR"
SIZES: Final = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
AQLS: Final = ("0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10")
#: Row (A = 0) plus column (AQL 0.10 = 5) of a cell -> its acceptance number.
ACCEPT: Final = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21}
FIRST_COLUMN: Final = 5
FIRST_PLAN, ARROW_UP, LAST_PLAN = 14, 15, 24


def sample_plan(lot_size: int, *, level: str, aql: str) -> SamplePlan:
    """
    Return the plan for a lot under normal inspection.

    Where the table has an arrow the first plan in its direction counts, with that plan's letter and size. A
    sample as large as the lot is the whole lot.

    Raises:
        BadPlan: no lot, level or AQL of the table.
    """
    row = LETTERS.index(code_letter(lot_size, level=level))
    if aql not in AQLS:
        raise BadPlan(
            _("AQL %(aql)s is not in the table; take one of: %(all)s.") % {"aql": aql, "all": ", ".join(AQLS)}
        )
    row, accept = _followed(row, AQLS.index(aql) + FIRST_COLUMN)
    return SamplePlan(LETTERS[row], min(SIZES[row], lot_size), accept, accept + 1)


def code_letter(lot_size: int, *, level: str) -> str:
    """
    Return the code letter of a lot (table 1).

    Raises:
        BadPlan: no lot or level of the table.
    """
    if level not in CODE_LETTERS:
        raise BadPlan(
            _("There is no inspection level “%(level)s”; take one of: %(all)s.")
            % {"level": level, "all": ", ".join(CODE_LETTERS)}
        )
    if lot_size < 1:
        raise BadPlan(_("A lot has at least one piece."))
    place = sum(lot_size > upper for upper in LOT_UPPER)
    return CODE_LETTERS[level][place]


def _followed(row: int, column: int) -> tuple[int, int]:
    """Follow the arrows from a cell; return the row of the plan and its acceptance number."""
    place = row + column
    if place in ACCEPT:
        return row, ACCEPT[place]
    goes_up = place > LAST_PLAN or (place == ARROW_UP and row > 0)
    step = -1 if goes_up else 1
    while row + column not in ACCEPT:
        row += step
    return row, ACCEPT[row + column]


def accepts(plan: SamplePlan, nonconforming: int) -> bool:
    """Return whether a lot is accepted with so many nonconforming pieces in its sample."""
    return nonconforming <= plan.accept


class Severity(Enum):
    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"
    DISCONTINUED = "discontinued"


@dataclass(frozen=True, slots=True)
class LotSeen:
    """
    A lot at its original inspection. ``accept`` is the plan's acceptance number; ``one_step_tighter``: it
    would have been accepted at the next smaller AQL. ``steady``: production is, and whoever is responsible
    finds reduced inspection right.
    """

    accepted: bool
    accept: int = 0
    one_step_tighter: bool = False
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Switching:
    """Where a maker's lots stand. ``recent`` are the last lots under this severity, at most five."""

    severity: Severity = Severity.NORMAL
    score: int = 0
    recent: tuple[bool, ...] = ()
    refused_while_tightened: int = 0


SCORE_FOR_REDUCED: Final = 30
REFUSED_ENDS: Final = 5


def switched(state: Switching, lot: LotSeen) -> Switching:
    """
    Return where things stand after one more lot (9.3).

    Normal becomes tightened when two of five or fewer lots in a row were not accepted, and reduced at a
    switching score of 30 with steady production. Tightened becomes normal after five accepted in a row, and
    inspection ends when five were not accepted under it. Reduced becomes normal with the first that is not
    accepted, or when production is not steady. What has ended begins again by a decision, not by a lot.
    """
    recent = (*state.recent, lot.accepted)[-5:]
    if state.severity is Severity.NORMAL:
        if recent.count(False) >= 2:
            return Switching(Severity.TIGHTENED)
        score = _score(state.score, lot)
        if score >= SCORE_FOR_REDUCED and lot.steady:
            return Switching(Severity.REDUCED)
        return replace(state, score=score, recent=recent)
    if state.severity is Severity.TIGHTENED:
        refused = state.refused_while_tightened + (not lot.accepted)
        if refused >= REFUSED_ENDS:
            return Switching(Severity.DISCONTINUED)
        if recent == (True,) * 5:
            return Switching(Severity.NORMAL)
        return replace(state, recent=recent, refused_while_tightened=refused)
    if state.severity is Severity.REDUCED and not (lot.accepted and lot.steady):
        return Switching(Severity.NORMAL)
    return state


def _score(score: int, lot: LotSeen) -> int:
    """The switching score of 9.3.3.2, for single sampling."""
    if not lot.accepted:
        return 0
    if lot.accept >= 2:
        return score + 3 if lot.one_step_tighter else 0
    return score + 2
