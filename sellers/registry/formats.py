"""
The forms of identity numbers. Pure.

Sources: GSTIN and its check character, GST portal's taxpayer manual; PAN, Income-tax rule 114; FSSAI, licence
number format of FoSCoS. The forms of GST enrolment numbers, GI authorised users, Handloom Marks and LokOS
codes are unconfirmed: only length and characters are checked.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from sellers.registry.errors import BadNumber

_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: What the fourth letter of a PAN says its holder is; groups are associations, bodies or trusts.
_PAN_HOLDERS: Final = "ABCEFGHJKLPT"

PAN: Final = re.compile(rf"[A-Z]{{3}}[{_PAN_HOLDERS}][A-Z][0-9]{{4}}[A-Z]")
GSTIN: Final = re.compile(rf"[0-9]{{2}}{PAN.pattern}[0-9A-Z]Z[0-9A-Z]")
FSSAI: Final = re.compile(r"[12][0-9]{13}")
ENROLMENT: Final = re.compile(r"[0-9A-Z]{8,20}")
MARK: Final = re.compile(r"[0-9A-Z][0-9A-Z/.-]{3,39}")
MISSION_CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z/-]{3,23}")
GROUP_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
ACCOUNT_NUMBER: Final = re.compile(r"[0-9]{9,18}")
IFSC: Final = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def compact(text: str) -> str:
    """Return a number as it is kept: capitals, without gaps."""
    return re.sub(r"\s+", "", text).upper()


def gstin_check_character(body: str) -> str:
    """Return the fifteenth character that belongs to the first fourteen: Luhn's rule to base 36."""
    total = 0
    for place, sign in enumerate(body):
        product = _SIGNS.index(sign) * (1 + place % 2)
        total += product // 36 + product % 36
    return _SIGNS[-total % 36]


def is_gstin(text: str) -> bool:
    return GSTIN.fullmatch(text) is not None and gstin_check_character(text[:14]) == text[14]


def checked_licence_number(kind: str, typed: str) -> str:
    """
    Return a licence's number as it is kept.

    Raises:
        BadNumber: it cannot be a number of this kind; says what one looks like.
    """
    number = compact(typed)
    if kind == "gstin" and GSTIN.fullmatch(number) and not is_gstin(number):
        raise BadNumber(
            _("The last character does not fit the others: somewhere in this GSTIN one is wrong."),
            field="number",
        )
    form, sentence = {
        "fssai": (FSSAI, _("An FSSAI number has 14 digits and begins with 1 or 2.")),
        "gi-user": (MARK, _("Four characters or more: letters, digits, /, . and -.")),
        "handloom-mark": (MARK, _("Four characters or more: letters, digits, /, . and -.")),
        "gstin": (GSTIN, _("A GSTIN has 15 characters, such as 01AAAAA0000A1Z5.")),
        "enrolment": (ENROLMENT, _("An enrolment number has 8 to 20 letters and digits.")),
        "pan": (PAN, _("A PAN has five letters, four digits and a letter, such as AAAAA0000A.")),
    }[kind]
    if not form.fullmatch(number):
        raise BadNumber(sentence, field="number")
    return number


def checked_phone(typed: str) -> str:
    """
    Return a phone number with its country; ten digits are Indian. Nothing stays nothing.

    Raises:
        BadNumber: it is no phone number.
    """
    digits = re.sub(r"[\s()-]+", "", typed)
    if not digits:
        return ""
    if re.fullmatch(r"[6-9][0-9]{9}", digits):
        digits = f"+91{digits}"
    if not PHONE.fullmatch(digits):
        raise BadNumber(_("A phone number has ten digits, such as 94190 00000."), field="phone")
    return digits


def checked_mission_code(typed: str) -> str:
    """
    Raises:
        BadNumber: characters that no number of the mission has.
    """
    number = compact(typed)
    if number and not MISSION_CODE.fullmatch(number):
        raise BadNumber(
            _("The mission's number has 4 to 24 letters and digits; / and - may stand between."),
            field="mission_code",
        )
    return number
