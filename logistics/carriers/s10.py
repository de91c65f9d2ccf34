"""
Tracking numbers of posts (UPU S10): two letters, eight digits, a check digit, the country: EE123456785IN.

Only ever a warning: a number typed from a paper that the post gave out is the post's number, whatever we
think.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"^([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})$")
_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)


def check_digit(serial: str) -> int:
    """Return the check digit of eight digits: 11 − Σ mod 11, with 10 → 0 and 11 → 5."""
    found = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(found, found)


def tidy(typed: str) -> str:
    """Return a number as it is kept: capitals, without what people put between."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def is_s10(number: str) -> bool:
    found = _FORM.fullmatch(number)
    return bool(found) and check_digit(found[2]) == int(found[3])  # type: ignore[index]


def looks_s10(number: str) -> bool:
    """Return whether it has the form, right or wrong in its check digit."""
    return _FORM.fullmatch(number) is not None
