"""The store's refusals, said to a buyer."""

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext, ngettext

_LEFT = re.compile(r"Only (\d+) (?:remaining|left|available)", re.IGNORECASE)


def _out_of_stock(message: str) -> str:
    left = _LEFT.search(message)
    if left is None:
        return gettext("There are not so many left of this piece. Take fewer.")
    count = int(left[1])
    if count == 0:
        return gettext("This piece has just been sold. There is none left.")
    return ngettext("Only %(count)d left of this piece.", "Only %(count)d left of this piece.", count) % {
        "count": count
    }


def _unavailable(_: str) -> str:
    return gettext("This piece is not on sale at the moment.")


_SENTENCES: Final[dict[str, Callable[[str], str]]] = {
    "INSUFFICIENT_STOCK": _out_of_stock,
    "QUANTITY_GREATER_THAN_LIMIT": lambda _: gettext("That is more than one buyer may take of this piece."),
    "ZERO_QUANTITY": lambda _: gettext("Take at least one piece."),
    "PRODUCT_NOT_PUBLISHED": _unavailable,
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE": _unavailable,
    "UNAVAILABLE_VARIANT_IN_CHANNEL": _unavailable,
    "NOT_FOUND": lambda _: gettext("We do not have this piece."),
    "GRAPHQL_ERROR": lambda _: gettext("We do not have this piece."),
}


def bag_sentence(code: str, message: str) -> str:
    """Say in plain words why the store did not change the bag."""
    sentence = _SENTENCES.get(code)
    return sentence(message) if sentence else gettext("The bag could not be changed. Try again.")
