"""
Words: how text becomes what is searched by. Pure; the same rules for goods and for what buyers type.

Written by us instead of left to a text search configuration, so that Devanagari and Arabic script are cut
into whole words on every server, and an index answers alike wherever it was made.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

MAX_TEXT: Final = 200
MAX_WORDS: Final = 8
MAX_LETTERS: Final = 64
#: What is typed last stands for longer words too, from so many letters on.
BEGINNING: Final = 2

_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963]+[^\W_]*)*")
_NUKTA = "\u093c"
_ARABIC_FORMS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ۂ": "ہ", "ۀ": "ہ", "ھ": "ہ", "ں": "ن", "ٱ": "ا"}
)
_DROPPED = re.compile("[\u0640\u200b-\u200f\u2060\ufeff\u00ad]")


def folded(text: str) -> str:
    """
    Return the text in one spelling: lower case, without accents, one form of each letter.

    Latin accents, Arabic vowel marks and the Devanagari nukta go; Devanagari vowel signs stay.
    """
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold())
    kept = "".join(
        letter
        for letter in decomposed
        if letter != _NUKTA and (not unicodedata.combining(letter) or "\u0900" <= letter <= "\u097f")
    )
    return kept.replace("ँ", "ं").translate(_ARABIC_FORMS)


def singular(word: str) -> str:
    """Return an English word without its plural ending; other words as they are."""
    if len(word) < 4 or not word.isascii() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def words(text: str) -> list[str]:
    """Return the words of a text in order, in one spelling, synonyms replaced by the word that we use."""
    return _with_synonyms([singular(word[:MAX_LETTERS]) for word in _WORD.findall(folded(text))])


def query_words(text: str) -> list[str]:
    """Return the words of what a buyer typed: at most MAX_WORDS, from the first MAX_TEXT characters."""
    return list(dict.fromkeys(words(text[:MAX_TEXT])))[:MAX_WORDS]


def distance(left: str, right: str) -> int:
    """Return the number of letters to add, drop, change or swap (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def tolerated(word: str) -> int:
    """Return how many letters a correction of the word may differ by."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 6 else 2


def synonym_spellings() -> tuple[str, ...]:
    """Return the single-word spellings that stand for another word; corrections may go through them."""
    return tuple(phrase[0] for phrase in _synonyms() if len(phrase) == 1)


@cache
def _synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Spelling, as words -> the words that we use; from ``data/synonyms.json``, ours first in each row."""
    rows = json.loads((Path(__file__).parent / "data" / "synonyms.json").read_text(encoding="utf-8"))

    def plain(text: str) -> tuple[str, ...]:
        return tuple(singular(word) for word in _WORD.findall(folded(text)))

    return {plain(other): plain(row[0]) for row in rows for other in row[1:] if plain(other) != plain(row[0])}


def _with_synonyms(plain: list[str]) -> list[str]:
    table = _synonyms()
    found: list[str] = []
    place = 0
    while place < len(plain):
        for length in (2, 1):
            replacement = table.get(tuple(plain[place : place + length]))
            if replacement and place + length <= len(plain):
                found.extend(replacement)
                place += length
                break
        else:
            found.append(plain[place])
            place += 1
    return found
