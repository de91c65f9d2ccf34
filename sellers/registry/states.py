"""Where a bank account, an onboarding and an import may be, and where each may go from there."""

from collections.abc import Mapping
from typing import Final

from django.db import models


class BankState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CHECKED = "checked", "Checked with the bank"
    SUSPECT = "suspect", "The bank's answer does not fit"
    APPROVED = "approved", "Approved, waiting"
    CURRENT = "current", "In use"
    REPLACED = "replaced", "Replaced"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


#: PROPOSED goes to APPROVED where no penny drop is connected: the approver has then seen the passbook.
BANK_TRANSITIONS: Final[Mapping[BankState, frozenset[BankState]]] = {
    BankState.PROPOSED: frozenset(
        {
            BankState.CHECKED,
            BankState.SUSPECT,
            BankState.APPROVED,
            BankState.REFUSED,
            BankState.WITHDRAWN,
        }
    ),
    BankState.CHECKED: frozenset({BankState.APPROVED, BankState.REFUSED, BankState.WITHDRAWN}),
    BankState.SUSPECT: frozenset(
        {BankState.CHECKED, BankState.APPROVED, BankState.REFUSED, BankState.WITHDRAWN}
    ),
    BankState.APPROVED: frozenset({BankState.CURRENT, BankState.REFUSED, BankState.WITHDRAWN}),
    BankState.CURRENT: frozenset({BankState.REPLACED}),
    BankState.REPLACED: frozenset(),
    BankState.REFUSED: frozenset(),
    BankState.WITHDRAWN: frozenset(),
}


class OnboardingState(models.TextChoices):
    BEGUN = "begun", "Begun"
    SUBMITTED = "submitted", "Waiting for approval"
    SENT_BACK = "sent-back", "Sent back"
    APPROVED = "approved", "Approved"
    SUSPENDED = "suspended", "Suspended"


ONBOARDING_TRANSITIONS: Final[Mapping[OnboardingState, frozenset[OnboardingState]]] = {
    OnboardingState.BEGUN: frozenset({OnboardingState.SUBMITTED}),
    OnboardingState.SUBMITTED: frozenset({OnboardingState.SENT_BACK, OnboardingState.APPROVED}),
    OnboardingState.SENT_BACK: frozenset({OnboardingState.SUBMITTED}),
    OnboardingState.APPROVED: frozenset({OnboardingState.SUSPENDED}),
    OnboardingState.SUSPENDED: frozenset({OnboardingState.APPROVED}),
}


class ImportState(models.TextChoices):
    TAKEN = "taken", "Taken in"
    CHECKING = "checking", "Being checked"
    FAULTY = "faulty", "Has faults"
    READY = "ready", "Ready to apply"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"


#: A worker may die while checking or applying: both may begin again.
IMPORT_TRANSITIONS: Final[Mapping[ImportState, frozenset[ImportState]]] = {
    ImportState.TAKEN: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
    ImportState.CHECKING: frozenset(
        {ImportState.CHECKING, ImportState.READY, ImportState.FAULTY, ImportState.DISCARDED}
    ),
    ImportState.FAULTY: frozenset({ImportState.DISCARDED}),
    ImportState.READY: frozenset({ImportState.APPLYING, ImportState.DISCARDED}),
    ImportState.APPLYING: frozenset(
        {ImportState.APPLYING, ImportState.APPLIED, ImportState.FAULTY, ImportState.READY}
    ),
    ImportState.APPLIED: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
