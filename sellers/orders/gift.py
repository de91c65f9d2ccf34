"""What a buyer wished for a present, as it travels with the order: anybody with the bag's id may have written
it, so nothing of it is believed before it was read here."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Metadata of checkout and order.
GIFT_KEY: Final = "umeed.gift"
MESSAGE_MAX: Final = 300
#: Control, format and surrogate characters; but for line ends, and the joiners that Hindi and Urdu need.
_UNSEEN: Final = ("Cc", "Cf", "Cs")
_KEPT: Final = "\n\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Gift:
    """``is_surprise``: whoever gets it hears nothing before it is there; the carrier calls the payer."""

    message: str = ""
    is_surprise: bool = False
    wrap: bool = False


def gift_of(metadata: Mapping[str, str]) -> Gift | None:
    """Return the wish in the metadata; None where there is none, or nothing that was ever ours."""
    try:
        read = json.loads(metadata.get(GIFT_KEY) or "null")
    except ValueError:
        return None
    if not isinstance(read, dict):
        return None
    message = read.get("message")
    return Gift(
        message=clean_message(message) if isinstance(message, str) else "",
        is_surprise=read.get("surprise") is True,
        wrap=read.get("wrap") is True,
    )


def gift_text(gift: Gift | None) -> str:
    """Write a wish as the metadata keeps it; "" takes an earlier one back."""
    if gift is None:
        return ""
    told = {"message": clean_message(gift.message), "surprise": gift.is_surprise, "wrap": gift.wrap}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def clean_message(text: str) -> str:
    """Return what can be printed of a message: lines stay, signs that turn or hide text go."""
    lines = text.replace("\r\n", "\n")
    kept = "".join(sign for sign in lines if sign in _KEPT or unicodedata.category(sign) not in _UNSEEN)
    return kept.strip()[:MESSAGE_MAX]
