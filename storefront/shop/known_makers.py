"""The makers' names for cards: asked of the registry once a minute, not once a page."""

import time
from collections.abc import Iterable
from typing import Final

from sellers.registry.facade import Group, groups_by_code

#: A group's new name is on the cards this much later; its own page shows it at once.
KEPT_SECONDS: Final = 60.0
MOST_KEPT: Final = 5_000

_kept: dict[str, tuple[float, Group | None]] = {}


def known_makers(codes: Iterable[str]) -> dict[str, Group]:
    """Return the groups of the codes; unknown codes are absent."""
    wanted, at = set(codes), time.monotonic()
    missing = [code for code in wanted if _kept.get(code, (0.0, None))[0] < at]
    if missing:
        found = groups_by_code(missing)
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        _kept.update({code: (at + KEPT_SECONDS, found.get(code)) for code in missing})
    known = {code: _kept[code][1] for code in wanted if code in _kept}
    return {code: group for code, group in known.items() if group is not None}


def forget_makers() -> None:
    _kept.clear()
