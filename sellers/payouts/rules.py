"""Policy of payouts: values in, values out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sellers.payouts.states import OUTCOMES, TransferState

#: NEFT has 16 characters, RTGS 22, IMPS 12 (DOMAIN: weak source); letters and digits in all of them.
UTR: Final = re.compile(r"[A-Z0-9]{10,22}")
REFERENCE_MAX: Final = 16


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the bank's answer. ``wrong_account``: the group's payments wait for another account."""

    reference: str
    outcome: TransferState
    amount: Decimal
    utr: str
    settled_on: date
    reason: str
    wrong_account: bool = False


def reference(batch: int, row: int) -> str:
    """Return a transfer's reference: letters and digits, 13 of at most 16 characters until batch 99,999."""
    made = f"UM{batch:05d}{row:06d}"
    if len(made) > REFERENCE_MAX:
        raise ValueError(f"{made} is too long for a bank")
    return made


def next_day(*, today: date, weekday: int, paid_today: bool) -> date:
    """Return the next payout day: today where it is one and no batch of today was approved yet."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=7 if ahead == 0 and paid_today else ahead)


def plain_utr(typed: str) -> str:
    """Return a UTR as it is compared: capitals, without blanks and signs between."""
    return re.sub(r"[\s/-]", "", typed).upper()


def result_faults(
    *, outcome: TransferState, utr: str, settled_on: date, reason: str, today: date
) -> list[tuple[str, str, str]]:
    """Return (column, sentence, remedy) of what a result lacks, whatever transfer it is for."""
    faults = []
    if outcome not in OUTCOMES:
        faults.append(("outcome", "This is no result of a transfer.", "Write paid, failed or returned."))
    if outcome == TransferState.PAID and not utr:
        faults.append(
            ("utr", "A transfer that was paid has a UTR.", "Ask the bank for the UTR and fill it in.")
        )
    if utr and not UTR.fullmatch(utr):
        faults.append(
            (
                "utr",
                "A UTR has 10 to 22 letters and digits.",
                "Copy it from the bank's statement, without dots and commas.",
            )
        )
    if settled_on > today:
        faults.append(("settled_on", "This day has not come yet.", "Correct the date."))
    if outcome in (TransferState.FAILED, TransferState.RETURNED) and not reason.strip():
        faults.append(
            (
                "reason",
                "A transfer that came back has a reason.",
                "Write what the bank says: the group sees it.",
            )
        )
    return faults


def is_wrong_account(reason: str, signs: Iterable[str]) -> bool:
    """Return whether the bank's reason speaks of the account itself, by the format's list of signs."""
    words = reason.casefold()
    return any(re.search(rf"\b{re.escape(sign.casefold())}\b", words) for sign in signs)


def returned_in_error(reference: str) -> str:
    """Return the ledger's key under which the return of a payout was taken back."""
    return f"reversal/payout-return/{reference}"
