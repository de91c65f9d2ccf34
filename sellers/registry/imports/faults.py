"""What can be wrong with a sheet of groups, in words, each with its remedy. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.registry.contracts import Fault

LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class CellFault:
    """``detail`` fills the sentence or the remedy, where they ask for it."""

    column: str
    value: str
    rule: str
    detail: str = ""


#: rule -> what is wrong, what to do.
RULES: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "heading-missing": (
        _("The sheet has no such column."),
        _("Give a column one of these headings: %(detail)s."),
    ),
    "heading-twice": (_("Two columns mean the same."), _("Take one of them away.")),
    "heading-pair": (
        _("GSTIN and tax status belong together, and one of the columns is missing."),
        _("Add the column %(detail)s."),
    ),
    "row-long": (
        _("The row has more cells than there are headings."),
        _("Look for a comma that is not in quotes, or for text to the right of the table."),
    ),
    "missing": (_("The cell is empty."), _("Fill it in.")),
    "too-long": (_("The text is too long."), _("Shorten it to %(detail)s characters.")),
    "signs": (
        _("The cell holds signs that are no text."),
        _("Type it again; do not copy it out of another program."),
    ),
    "cell-error": (_("The cell shows an error of the spreadsheet."), _("Replace the formula by its value.")),
    "shortened": (
        _("The spreadsheet has shortened a long number."),
        _("Format the column as text, then type the number again."),
    ),
    "code-form": (
        _("This cannot be a group's code."),
        _("Use capital letters, digits and hyphens, 16 at most, such as KZ09."),
    ),
    "code-twice": (
        _("This code stands in row %(detail)s already."),
        _("Take one of the rows away, or correct the code."),
    ),
    "district-unknown": (
        _("This is none of the twenty districts."),
        _("Write the district's name in English. %(detail)s"),
    ),
    "division-other": (_("The district lies in the other division."), _("Correct it to %(detail)s.")),
    "pincode-form": (_("A PIN code has six digits."), _("Write it like 193401, without gaps.")),
    "pincode-elsewhere": (
        _("This PIN code is not in Jammu and Kashmir."),
        _("Those begin with 180 to 193; look it up again."),
    ),
    "members-number": (
        _("This is no number of members."),
        _("Write a whole number from 1 to 100, in digits."),
    ),
    "year": (
        _("This cannot be the year in which the group was formed."),
        _("Write a year from 1980 to %(detail)s, such as 2018."),
    ),
    "tax-status": (
        _("This is no tax status."),
        _("Write one of: %(detail)s."),
    ),
    "gstin-form": (
        _("This cannot be a GSTIN: its characters or its check character do not fit."),
        _("Copy all 15 characters from the certificate."),
    ),
    "gstin-missing": (
        _("A registered group has a GSTIN."),
        _("Add it, or correct the tax status."),
    ),
    "gstin-unwanted": (
        _("A group that is not registered has no GSTIN."),
        _("Take it away, or correct the tax status."),
    ),
    "mission-code-form": (
        _("This cannot be the mission's number of a group."),
        _("It has 4 to 24 letters and digits; / and - may stand between."),
    ),
    "mission-code-twice": (
        _("This number stands in row %(detail)s already."),
        _("One of the two rows is wrong: look both up."),
    ),
    "mission-code-taken": (
        _("This number belongs to the group %(detail)s."),
        _("Correct the number, or the code of the group."),
    ),
    "slug-form": (_("This cannot stand in an address."), _("Use small letters, digits and hyphens.")),
    "too-many": (
        _("There are more faults than can be listed."),
        _("Correct these first, then send the file again."),
    ),
    "empty": (_("The sheet has no rows under its headings."), _("Look whether it is the right sheet.")),
}


def told(row: int, fault: CellFault) -> Fault:
    """Return a fault in the reader's words."""
    sentence, remedy = RULES[fault.rule]
    values = {"detail": fault.detail}
    return Fault(
        row=row,
        column=fault.column,
        value=fault.value,
        sentence=str(sentence) % values,
        remedy=(str(remedy) % values).strip(),
    )
