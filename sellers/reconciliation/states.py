"""The words of reconciliation, and what may follow what."""

from typing import Final

from django.db import models


class FileState(models.TextChoices):
    IMPORTED = "imported", "Imported"
    REFUSED = "refused", "Refused"


class ItemKind(models.TextChoices):
    """What an open item is about; the first three are lines of a bank statement."""

    NEW_LINE = "new-line", "Not looked at yet"
    UNCLAIMED = "unclaimed", "Money in that nobody has claimed"
    UNEXPLAINED = "unexplained", "Money out that nothing explains"
    ONLY_AT_STRIPE = "only-at-stripe", "At the card company, not with us"
    ONLY_WITH_US = "only-with-us", "With us, not at the card company"
    NOT_IN_BOOKS = "not-in-books", "At the card company, not in the books"
    OTHER_AMOUNT = "other-amount", "Another amount than the card company's"
    FEE = "fee", "A fee without a payment"
    PAYOUT_SUM = "payout-sum", "A settlement that is not the sum of its parts"


LINE_KINDS: Final = (ItemKind.NEW_LINE, ItemKind.UNCLAIMED, ItemKind.UNEXPLAINED)


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waits for another person"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


PROPOSAL_TRANSITIONS: Final[dict[ProposalState, frozenset[ProposalState]]] = {
    ProposalState.WAITING: frozenset(
        {ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.WITHDRAWN}
    ),
    ProposalState.APPROVED: frozenset(),
    ProposalState.REFUSED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}


class FetchState(models.TextChoices):
    """How far a day of the card company's is."""

    WAITING = "waiting", "Not fetched yet"
    DONE = "done", "Fetched and compared"
    FAILED = "failed", "Could not be fetched"


class DayState(models.TextChoices):
    """How a day stands: derived from facts but for the closing, which a person does."""

    NOT_DONE = "not-done", "Not done"
    OPEN = "open", "Open"
    CLEAN = "clean", "Nothing open, to be closed"
    CLOSED = "closed", "Reconciled"
