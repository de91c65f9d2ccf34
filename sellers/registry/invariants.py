"""What must hold of groups on live data; check_invariants asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from jkrlm.kernel.clock import now
from jkrlm.kernel.secrets import CannotUnseal, unseal
from sellers.registry import models
from sellers.registry.states import BankState, OnboardingState

#: The worker looks every five minutes; a page follows its event within the outbox's back-off.
LATE: Final = timedelta(hours=2)
TOLD_MOST: Final = 100


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("an approved bank account is in use when its waiting period is over", _late_accounts),
        ("a group that may sell has a bank account in use", _sellers_without_account),
        ("a group that may sell has its page in the store", _sellers_without_page),
        ("the number of every bank account that may be paid can be opened with our keys", _sealed_accounts),
    )


def _late_accounts() -> list[str]:
    late = models.BankAccount.objects.filter(state=BankState.APPROVED, current_from__lt=now() - LATE)
    return [
        f"{code}: account {pk} has been due since {due}"
        for code, pk, due in late.values_list("group__code", "id", "current_from")[:TOLD_MOST]
    ]


def _sealed_accounts() -> list[str]:
    """Restored without its keys (FIELD_KEYS, or the file secret-key), a database opens none."""
    open_ones = models.BankAccount.objects.filter(ended_at=None).order_by("id")
    shut = []
    for code, pk, sealed in open_ones.values_list("group__code", "id", "number_sealed").iterator():
        try:
            unseal(bytes(sealed))
        except CannotUnseal:
            shut.append(f"{code}: the number of account {pk} stays sealed")
            if len(shut) == TOLD_MOST:
                break
    return shut


def _sellers_without_account() -> list[str]:
    paid = models.BankAccount.objects.filter(state=BankState.CURRENT).values("group")
    without = models.Onboarding.objects.filter(state=OnboardingState.APPROVED).exclude(group__in=paid)
    return [f"{code} is approved and paid nowhere" for code in _codes(without)]


def _sellers_without_page() -> list[str]:
    shown = models.MakerStory.objects.exclude(page_id="").values("group")
    without = models.Onboarding.objects.filter(
        state=OnboardingState.APPROVED, moved_at__lt=now() - LATE
    ).exclude(group__in=shown)
    return [f"{code} is approved and has no page" for code in _codes(without)]


def _codes(rows: QuerySet[models.Onboarding]) -> list[str]:
    return list(rows.order_by("group__code").values_list("group__code", flat=True)[:TOLD_MOST])
