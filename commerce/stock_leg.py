"""Half a move of stock: what a store is asked for, and what it may say."""

from collections.abc import Callable
from dataclasses import dataclass

from jkrlm.kernel.errors import DomainError


class NotEnough(DomainError):
    """Fewer are free in the warehouse than are to be taken; ``free`` of them are. Nothing was changed."""

    code = "NOT_ENOUGH"

    def __init__(self, free: int) -> None:
        super().__init__(f"Only {free} are free to be moved.", field="quantity", params={"free": free})
        self.free = free


@dataclass(frozen=True, slots=True)
class Leg:
    """
    ``by`` units into one warehouse, or out of it where it is below nought.

    ``began`` is how many were there when an earlier try began to write, None where none did. ``note`` keeps
    that number before a write that our database is no part of; ``done`` keeps that it was written, with what
    is doubtful about it in words, or nothing.
    """

    variant_id: str
    warehouse_id: str
    by: int
    began: int | None
    note: Callable[[int], None]
    done: Callable[[str], None]
