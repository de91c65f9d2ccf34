"""The door of payouts. Here the clock is read; inside, the moment is handed on."""

from collections.abc import Collection
from datetime import date

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.payouts.contracts import Hold, Standing, TransferRow
from sellers.payouts.demo import load_demo_payouts
from sellers.payouts.invariants import invariants
from sellers.payouts.rules import Result
from sellers.payouts.selectors import standing as _standing
from sellers.payouts.services.holds import on_bank_account_changed
from sellers.payouts.services.settle import settle_by_statement
from sellers.payouts.states import TransferState

__all__ = [
    "Hold",
    "Result",
    "Standing",
    "TransferRow",
    "TransferState",
    "invariants",
    "load_demo_payouts",
    "on_bank_account_changed",
    "settle",
    "standing",
    "transfers",
]


def standing(group_codes: Collection[str]) -> dict[str, Standing]:
    """
    Return where each of these groups stands with its payments: the next day, holds, what is on its way.
    """
    return _standing.standing(group_codes, today=clock.today())


def transfers(group_code: str, since: date, until: date) -> tuple[TransferRow, ...]:
    """Return a group's transfers sent from ``since`` until, not including, ``until``, the oldest first."""
    return _standing.transfers(group_code, since=since, until=until)


def settle(result: Result, *, actor: User) -> None:
    """
    Book what a bank's statement says of one transfer; the same again is no fault.

    Raises:
        NotHere, BadResult, AmountDiffers, UtrUsed, WrongState.
    """
    settle_by_statement(result=result, actor=actor, now=clock.now())
