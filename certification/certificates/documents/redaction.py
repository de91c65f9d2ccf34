"""
What of a case file is not given to somebody who asks for information, and why. Pure functions.

The group whose case it is, and those who acted in office, are named. Other people are not: Right to
Information Act 2005, section 8(1)(j), and the rest is given (section 10, severability).
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

PERSON: Final = _("personal information of a third person: RTI Act 2005, section 8(1)(j)")
HOME: Final = _("exact place of somebody’s home: RTI Act 2005, section 8(1)(j)")
PAPER: Final = _("photograph of a paper that may name people: RTI Act 2005, sections 8(1)(j) and 11")
CONTACT: Final = _("contact or identity number of a person: RTI Act 2005, section 8(1)(j)")

#: Numbers and addresses by which a person is found. Each is taken out of running text wherever it stands.
_PATTERNS: Final = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w"),
    re.compile(r"(?<![\w-])(?:\+?91[\s-]?)?[6-9]\d{4}[\s-]?\d{5}(?![\w-])"),
    re.compile(r"(?<![\w-])\d{4}[\s-]\d{4}[\s-]\d{4}(?![\w-])"),
    re.compile(r"\b[A-Z]{5}\d{4}[A-Z]\b"),
    re.compile(r"(?<![\w-])\d{11,18}(?![\w-])"),
)
MARK: Final = "█████"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file. ``withheld`` says why the value, or a part of it, is not given."""

    label: str
    value: str
    withheld: str = ""


def given(label: str, value: object, *, names: tuple[str, ...] = ()) -> Line:
    """Return a line with numbers, addresses and the given people's names taken out of its value."""
    text, taken = cleaned(str(value), names=names)
    return Line(label, text, str(CONTACT) if taken else "")


def hidden(label: str, why: object) -> Line:
    """Return a line whose value is not given at all."""
    return Line(label, MARK, str(why))


def cleaned(text: str, *, names: tuple[str, ...] = ()) -> tuple[str, bool]:
    """Return the text without what leads to a person, and whether something was taken out."""
    out = text
    for pattern in _PATTERNS:
        out = pattern.sub(MARK, out)
    for name in sorted({each.strip() for each in names if len(each.strip()) > 2}, key=len, reverse=True):
        out = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MARK, out, flags=re.IGNORECASE)
    return out, out != text
