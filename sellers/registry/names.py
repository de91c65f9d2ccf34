"""How alike two names of an account holder are. Pure."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

#: From this on the bank's name and ours count as the same: banks cut, abbreviate and reorder names.
MATCH_PERCENT: Final = 80

#: Words that say nothing of who it is.
_EMPTY_WORDS: Final = frozenset(
    ("SHG", "SELF", "HELP", "GROUP", "THE", "OF", "AND", "ACCOUNT", "AC", "MR", "MRS", "MS", "SMT", "M", "S")
)


def plain_words(name: str) -> tuple[str, ...]:
    """Return the telling words of a name, in capitals, sorted; all words where none is telling."""
    letters = unicodedata.normalize("NFKD", name).upper()
    letters = re.sub("[\u0300-\u036f]", "", letters)
    letters = re.sub(r"\b(\w)\.", r"\1", letters)  # S.H.G. is SHG
    words = [word for word in re.split(r"[\s.,;:&/()'’_-]+", letters) if word]
    telling = [word for word in words if word not in _EMPTY_WORDS]
    return tuple(sorted(telling or words))


def match_percent(ours: str, banks: str) -> int:
    """
    Return 0 to 100: how alike two names are, whatever the order of their words.

    Rounded down; names without any letter match nothing.
    """
    first, second = plain_words(ours), plain_words(banks)
    if not first or not second:
        return 0
    if set(first) == set(second):
        return 100
    return int(100 * SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio())
