"""Policy of reviews and questions. Values in, values out."""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from jkrlm.people.facade import Limit

STARS: Final = (5, 4, 3, 2, 1)
WORDS_MOST: Final = 3000
QUESTION_MOST: Final = 600
NAME_MOST: Final = 24
PAGE: Final = 5
QUESTIONS_SHOWN: Final = 5
#: A family behind one address may ask about a wedding's worth of goods.
QUESTIONS_PER_NETWORK: Final = Limit("shop-questions", 8, timedelta(hours=1))
HELPFUL_PER_NETWORK: Final = Limit("shop-helpful", 60, timedelta(hours=1))
#: What a moderator leaves where words were taken out.
CUT: Final = "[…]"
#: So long after its last word a question's address is kept to answer to; then it is forgotten.
CONTACT_KEPT: Final = timedelta(days=90)


def is_first_name(text: str) -> bool:
    """Return whether it is one word of letters: no town, no number, no second name."""
    letters = [sign for sign in text if unicodedata.category(sign)[0] in "LM"]
    return bool(letters) and all(
        unicodedata.category(sign)[0] in "LM" or sign in "’'.-\u200c\u200d" for sign in text
    )


def is_only_shortened(before: str, after: str) -> bool:
    """
    Return whether ``after`` is ``before`` with words taken out, each gap marked with CUT.

    Staff may take a phone number out of what somebody wrote; they may not put words into her mouth.
    """
    parts = [part for part in (" ".join(piece.split()) for piece in after.split(CUT)) if part]
    text, place = " ".join(before.split()), 0
    if CUT not in after:
        return parts == [text]
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return bool(parts)


def average(stars: Mapping[int, int]) -> Decimal | None:
    """Return the mean of the stars to one place, half up; None where nobody has said anything."""
    count = sum(stars.values())
    if not count:
        return None
    total = Decimal(sum(number * many for number, many in stars.items()))
    return (total / count).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
