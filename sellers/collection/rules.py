"""Pure rules of collection."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.money import Money

#: What an officer looks at, in the order of the page.
CHECKLIST: Final[Mapping[str, Promise]] = {
    "piece": _("The right piece, and as many as were ordered"),
    "whole": _("No hole, stain, crack or loose thread"),
    "like": _("Like its picture: colour, size, pattern"),
    "clean": _("Clean, dry, without smell"),
    "packed": _("Well packed, with the label on it"),
}


def voucher_number(year: str, count: int) -> str:
    """Return "P/26-27/00012"; 14 characters, 16 at most from a million on."""
    return f"P/{year}/{count:05d}"


def part_of(whole: Money, *, goods: Money, of: Money) -> Money:
    """Return the part of ``whole`` that ``goods`` are ``of`` all goods, half-even."""
    return (whole * (goods.amount / of.amount)).quantized() if of.amount else Money.zero(whole.currency)
