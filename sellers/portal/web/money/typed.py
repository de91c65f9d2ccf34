"""Numbers as people type them: with commas, a rupee sign, in the digits of their own script."""

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{0,6})?")


def number_in(typed: str) -> Decimal | None:
    """Return the number; None where it is none, or none that could be meant in rupees."""
    written = typed.strip().replace(",", "").replace("₹", "").replace("٫", ".").replace(" ", "")
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def id_in(typed: str) -> int | None:
    """Return an id as a form or an address carries it; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 12 else None
