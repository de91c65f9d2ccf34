"""The lives of a batch, of a transfer and of a bank's answer, and why a seller is left out of a batch."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class BatchState(TextChoices):
    """
    ``BUILDING`` is a task's work; ``READY`` waits for the checker; ``APPROVED`` stands in the ledger as sent.
    """

    BUILDING = "building", "Being built"
    READY = "ready", "Waits for approval"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent-back", "Sent back"
    EMPTY = "empty", "Nobody to pay"


_B = BatchState
BATCH_TRANSITIONS: Final[Mapping[BatchState, frozenset[BatchState]]] = {
    _B.BUILDING: frozenset({_B.READY, _B.EMPTY}),
    _B.READY: frozenset({_B.APPROVED, _B.SENT_BACK}),
    _B.APPROVED: frozenset(),
    _B.SENT_BACK: frozenset(),
    _B.EMPTY: frozenset(),
}
#: One batch at a time is in these.
UNDECIDED: Final = (_B.BUILDING, _B.READY)


class TransferState(TextChoices):
    """
    ``SENT`` stands in the ledger as on its way. ``FAILED`` never left the bank, ``RETURNED`` came back: both
    are payable again. ``DROPPED``: its batch was sent back, or was approved without it; or it was taken out
    before the bank's file was made, and is payable again.
    """

    PLANNED = "planned", "Planned"
    DROPPED = "dropped", "Not sent"
    SENT = "sent", "On its way"
    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    RETURNED = "returned", "Returned"


_T = TransferState
TRANSFER_TRANSITIONS: Final[Mapping[TransferState, frozenset[TransferState]]] = {
    _T.PLANNED: frozenset({_T.SENT, _T.DROPPED}),
    _T.SENT: frozenset({_T.PAID, _T.FAILED, _T.RETURNED, _T.DROPPED}),
    _T.PAID: frozenset({_T.RETURNED}),
    _T.DROPPED: frozenset(),
    _T.FAILED: frozenset(),
    _T.RETURNED: frozenset(),
}
#: What was booked wrongly and two people may put right: the bank did pay.
CORRECTIONS: Final[Mapping[TransferState, frozenset[TransferState]]] = {
    _T.FAILED: frozenset({_T.PAID}),
    _T.RETURNED: frozenset({_T.PAID}),
}
#: The money was sent and is the seller's again.
CAME_BACK: Final = (_T.FAILED, _T.RETURNED)
#: What a bank may say of a transfer.
OUTCOMES: Final = (_T.PAID, _T.FAILED, _T.RETURNED)


class LeftOutReason(TextChoices):
    """Why a seller with money is not in a batch; the first that holds is told."""

    DUE = "due", "Owes more than she is due"
    NOT_A_GROUP = "not-a-group", "No group: a federation's tax is paid over by hand"
    HOLD = "hold", "On hold"
    NOT_APPROVED = "not-approved", "Onboarding is not approved"
    NO_ACCOUNT = "no-account", "No bank account in use"
    BELOW_MINIMUM = "below-minimum", "Below the minimum"
    FULL = "full", "This batch is full: in the next one"
    NOT_CLEARED = "not-cleared", "The books refuse to clear this share: the log says why"


class HoldKind(TextChoices):
    """``ACCOUNT`` was found wrong by the bank, and ends by itself when another account is in use."""

    STAFF = "staff", "By staff"
    ACCOUNT = "account", "Wrong bank account"


class ProposalState(TextChoices):
    """What one person says of a transfer waits for a checker's word."""

    OPEN = "open", "Waits for a second person"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"


class ResultState(TextChoices):
    READY = "ready", "Checked, not applied"
    FAULTY = "faulty", "Faults: nothing was applied"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"


_R = ResultState
RESULT_TRANSITIONS: Final[Mapping[ResultState, frozenset[ResultState]]] = {
    _R.READY: frozenset({_R.APPLIED, _R.FAULTY, _R.DISCARDED}),
    _R.FAULTY: frozenset({_R.DISCARDED}),
    _R.APPLIED: frozenset(),
    _R.DISCARDED: frozenset(),
}


class Direction(TextChoices):
    OUT = "out", "File for the bank"
    IN = "in", "The bank's answer"
