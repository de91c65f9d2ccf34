"""What crosses the door of payouts."""

from dataclasses import dataclass
from datetime import date, datetime

from jkrlm.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a group is not paid for now, in words for the group."""

    reason: str
    since: datetime
    whom_to_ask: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """
    A payment to a group. ``state`` is sent, paid, failed or returned; ``day`` when it was sent, or settled.
    """

    reference: str
    group_code: str
    amount: Money
    utr: str
    day: date
    state: str
    last_four: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a group stands with its payments. ``paid`` and ``came_back`` have the newest first, 24 of each.
    """

    next_day: date
    minimum: Money
    hold: Hold | None
    on_the_way: tuple[TransferRow, ...]
    paid: tuple[TransferRow, ...]
    came_back: tuple[TransferRow, ...]
