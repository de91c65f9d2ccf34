"""Lists by cursor: ``first`` and ``after``, as Saleor's connections are shaped, forwards only."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, Final

from jkrlm.api.binding import nodes
from jkrlm.api.errors import BadInput

MOST: Final = 50


def size(first: int) -> int:
    """Raises BadInput."""
    if not 1 <= first <= MOST:
        raise BadInput(f"first is between 1 and {MOST}.", field="first")
    return first


def connection(rows: Sequence[tuple[Any, Any]], *, has_more: bool) -> dict[str, Any]:
    """Return a page of (place, object); a place is what JSON can hold."""
    found = nodes(each for _place, each in rows)
    cursors = [_encoded(place) for place, _each in rows]
    return {
        "edges": [{"node": each, "cursor": cursor} for each, cursor in zip(found, cursors, strict=True)],
        "page_info": {
            "has_next_page": has_more,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
    }


def sliced(rows: Sequence[Any], first: int, after: str | None) -> dict[str, Any]:
    """Return a page of a short list that is in memory; its places are its objects' positions."""
    start = number(after) + 1 if after is not None else 0
    chosen = list(enumerate(rows))[start : start + size(first)]
    return connection(chosen, has_more=start + len(chosen) < len(rows))


def place(after: str | None, *kinds: type) -> list[Any] | None:
    """Return what a cursor names, of these types. Raises BadInput."""
    if after is None:
        return None
    try:
        found = json.loads(base64.b64decode(after[:200], validate=True))
    except (binascii.Error, ValueError, RecursionError):
        found = None
    if (
        not isinstance(found, list)
        or len(found) != len(kinds)
        or any(type(each) is not kind for each, kind in zip(found, kinds, strict=True))
        or any(isinstance(each, int) and not 0 <= each < 2**62 for each in found)
    ):
        raise BadInput("This cursor is none of ours.", field="after")
    return found


def number(after: str | None) -> int:
    """Return the one number that a cursor names, 0 without one. Raises BadInput."""
    found = place(after, int)
    return int(found[0]) if found is not None else 0


def _encoded(place_: Any) -> str:
    held = list(place_) if isinstance(place_, list | tuple) else [place_]
    return base64.b64encode(json.dumps(held, default=str).encode()).decode()
