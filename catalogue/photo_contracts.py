"""What crosses the door about photographs of goods."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodsPhoto:
    """
    One photograph of goods: ``key`` is media's of what is shown, ``original`` of how it came.

    ``waits`` are the problems for which it stands at the photo desk; ``hidden``: the shop does not show it.
    """

    id: int
    place: int
    key: str
    original: str
    version: int
    waits: tuple[str, ...]
    hidden: bool
    shows: str
