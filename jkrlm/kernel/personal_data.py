"""How rooms tell what they hold about a buyer, and forget it. The wiring knows which rooms do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose personal data is meant: everything that a room may know a buyer by."""

    user_id: int
    customer_id: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    order_ids: tuple[str, ...]
    checkout_ids: tuple[str, ...]
    access_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A part of what a room holds: a heading, and rows of (name, value) that can be written as JSON."""

    heading: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """
    A room that holds personal data of buyers.

    ``forget`` erases what no law keeps, once or again; it runs outside a transaction and may call the store.
    None: nothing of it may be erased, or another room's forgetting empties it.
    """

    tell: Callable[[Subject], tuple[Told, ...]]
    forget: Callable[[Subject], None] | None = None
