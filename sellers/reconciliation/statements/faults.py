"""What can be wrong with a statement, in words, each with its remedy. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_VALUE: Final = 200
FAULTS_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class CellFault:
    """``detail`` fills the sentence or the remedy, where they ask for it."""

    column: str
    value: str
    rule: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str
    value: str
    sentence: str
    remedy: str


#: rule -> what is wrong, what to do. Pages of the staff are in English.
RULES: Final[Mapping[str, tuple[str, str]]] = {
    "heading-missing": (
        "No row of the first {rows} has this column.",
        "Choose the format of your bank, or give a column one of these headings: {detail}.",
    ),
    "row-long": (
        "The row has more cells than there are headings.",
        "Look for a comma in the narration that is not in quotes.",
    ),
    "missing": ("The cell is empty.", "Export the statement again; do not edit it."),
    "day": ("This is no day as this bank writes it.", "Write it like {detail}, or choose another format."),
    "day-ahead": ("This day is still to come.", "Look whether day and month are swapped."),
    "amount": (
        "This is no amount.",
        "Write it like 1,23,456.00, two digits after the point at most, without other signs.",
    ),
    "amount-both": (
        "The row says money in and money out at once.",
        "Leave only one of the two, as the bank has it.",
    ),
    "amount-none": (
        "The row says neither money in nor money out.",
        "If it only tells a balance, take it away; otherwise export the statement again.",
    ),
    "side": ("This says neither Dr nor Cr.", "Write Dr for money out, Cr for money in."),
    "too-large": ("The amount is larger than any account's.", "Look whether digits ran together."),
    "too-long": ("The text is too long.", "Shorten it to {detail} characters, or export the file again."),
    "balance-breaks": (
        "No line of the file leads to the balance before this one, {detail}.",
        "A row is missing above, or an amount was changed: export the whole period again.",
    ),
    "day-closed": (
        "This line is new, and its day is closed.",
        "Open the day {detail} again, with the reason, and send the file once more.",
    ),
    "too-many": ("There are more faults than can be listed.", "Correct these first, then send it again."),
    "empty": ("There are no lines under the headings.", "Look whether it is the right sheet and period."),
}


def told(row: int, fault: CellFault, *, rows: int = 40) -> Fault:
    """Return a fault in the reader's words."""
    sentence, remedy = RULES[fault.rule]
    values = {"detail": fault.detail, "rows": rows}
    return Fault(row, fault.column, fault.value, sentence.format(**values), remedy.format(**values))
