"""What a page offers of one picture: AVIF and WebP in the sizes that exist, its shape, its colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from media import rules
from media.addresses import key_of, path_of
from media.models import StoredPicture

_REMEMBERED: Final = 8192


@dataclass(frozen=True, slots=True)
class Ladder:
    """
    ``avif`` and ``webp`` are values of srcset, with true widths; ``url`` is for whoever knows neither.

    ``tint`` names the colour that stands there first: one of 64 of the style sheet's (data-k), because a page
    may not carry styles of its own. ``zoom`` is the largest, for a page of its own.
    """

    avif: str
    webp: str
    url: str
    zoom: str
    width: int
    height: int
    tint: str


def tint_of(colour: str) -> str:
    """Return the nearest of 64 colours: a step of four for red, green, blue each; empty for none."""
    if not colour:
        return ""
    return "".join(str(round(value / 85)) for value in bytes.fromhex(colour))


def ladders(addresses: Sequence[str], *, most: int = 1600) -> dict[str, Ladder]:
    """
    Return ladders by address for those of our own pictures that everybody may see, no rung above ``most``.

    Other addresses (another store's) are left out. One query, for pictures this process has not met.
    """
    keys = {address: found for address in addresses if (found := key_of(address))}
    unknown = [key for key in set(keys.values()) if key not in _met]
    if unknown:
        rows = StoredPicture.objects.filter(key__in=unknown, is_private=False)
        if len(_met) > _REMEMBERED:
            _met.clear()
        _met.update(
            {
                key: (width, height, colour)
                for key, width, height, colour in rows.values_list("key", "width", "height", "colour")
            }
        )
    return {address: _ladder(key, *_met[key], most) for address, key in keys.items() if key in _met}


#: What lies under a key never changes.
_met: Final[dict[str, tuple[int, int, str]]] = {}


@lru_cache(maxsize=_REMEMBERED)
def _ladder(key: str, width: int, height: int, colour: str, most: int) -> Ladder:
    longest = max(width, height)
    sides = [side for side in rules.PAGE_SIZES if side <= most]
    rungs = [side for place, side in enumerate(sides) if place == 0 or sides[place - 1] < longest]

    def srcset(ending: str) -> str:
        return ", ".join(
            f"{path_of(key, str(side), ending)} {rules.fitted(width, height, side)[0]}w" for side in rungs
        )

    middle = min(rungs, key=lambda side: abs(side - 640))
    shown = rules.fitted(width, height, middle)
    return Ladder(
        avif=srcset("avif"),
        webp=srcset("webp"),
        url=path_of(key, str(middle), "webp"),
        zoom=path_of(key, str(rules.PAGE_SIZES[-1]), "webp"),
        width=shown[0],
        height=shown[1],
        tint=tint_of(colour),
    )
