"""
The size of a piece in use: next to a body, a bed, a sheet of paper.

Many buyers judge size from the picture and are wrong; one plain sentence helps. Lengths are the usual ones
of things that everybody has at hand: a palm 8 cm, a hand 18, A4 paper 30, a forearm 45.
"""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NUMBER: Final = re.compile(r"\d{1,4}(?:\.\d+)?")

#: Up to this length in centimetres -> what it is like.
_THINGS: Final[tuple[tuple[float, Promise | str], ...]] = (
    (8, _("Sits in the palm of a hand.")),
    (13, _("About as wide as an open hand.")),
    (20, _("About as long as a hand.")),
    (27, _("About as long as a hand spread wide.")),
    (35, _("About as long as a sheet of A4 paper.")),
    (50, _("About as long as a forearm with the hand.")),
    (75, _("About knee height.")),
)
#: Up to this area in square metres -> where it lies.
_FLOORS: Final[tuple[tuple[float, Promise | str], ...]] = (
    (0.95, _("Room for one person to kneel or sit.")),
    (1.6, _("Lies beside a bed or in front of a chair.")),
    (2.6, _("Lies under a low table, or in front of a sofa for two.")),
    (99.0, _("Fills the middle of a sitting room.")),
)


def lengths_cm(text: str) -> tuple[float, ...]:
    """Read "70x200", "16x11x7", "diameter 7", "34x18 folded": the numbers in their order."""
    return tuple(float(number) for number in _NUMBER.findall(text)[:3])


def size_in_use(category: str, size: str) -> str:
    """Return a sentence, or nothing where the size is not in centimetres or says nothing in use."""
    lengths = lengths_cm(size)
    if not lengths:
        return ""
    longest = max(lengths)
    if category == "shawl":
        if len(lengths) < 2:
            return ""
        wide = min(lengths[:2]) >= 85
        return str(
            _("Covers shoulders and back, and wraps across the front.")
            if wide
            else _("Worn over the shoulders, or wrapped as a scarf.")
        )
    if category == "carpet" and len(lengths) >= 2:
        area = lengths[0] * lengths[1] / 10_000
        return str(next(words for most, words in _FLOORS if area <= most)) if area <= 99 else ""
    return str(next((words for most, words in _THINGS if longest <= most), ""))
