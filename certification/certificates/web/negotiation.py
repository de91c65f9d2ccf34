"""Which form of a thing is asked for: RFC 9110's Accept, with its weights; nothing else about it."""

from collections.abc import Sequence
from typing import Final

VC_JWT: Final = "application/vc+jwt"
VC: Final = "application/vc"
#: What was registered before ``application/vc``, and is still asked for.
VC_OLD: Final = ("application/vc+ld+json", "application/ld+json")
HTML: Final = "text/html"
JSON: Final = "application/json"


def chosen(accept: str, offered: Sequence[str]) -> str | None:
    """
    Return the type that fits best, the first offered of equals; None where none is acceptable.

    No Accept at all takes the first offered.
    """
    ranges = [_range(part) for part in accept[:2000].split(",") if part.strip()]
    if not ranges:
        return offered[0]
    best, best_weight = None, 0.0
    for media in offered:
        weight = _weight(media, ranges)
        if weight > best_weight:
            best, best_weight = media, weight
    return best


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = min(max(float(value), 0.0), 1.0)
            except ValueError:
                weight = 0.0
    return media, weight


def _weight(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight of the most exact range that names the type."""
    family = media.split("/")[0] + "/*"
    for wanted in (media, family, "*/*"):
        for named, weight in ranges:
            if named == wanted:
                return weight
    return 0.0
