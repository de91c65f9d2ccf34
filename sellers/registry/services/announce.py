"""Tell the other rooms, and the store, that a group changed."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q

from jkrlm.kernel import outbox
from sellers.registry.models import Group
from sellers.registry.states import OnboardingState

GROUP_CHANGED: Final = "GroupChanged"
BATCH: Final = 5_000


def announce(codes: Collection[str]) -> None:
    """
    Record GroupChanged for the groups that the store shows; call it inside the transaction of the change.

    Most of the mission's groups sell nothing yet: of them nobody needs to hear.
    """
    if not outbox.is_heard(GROUP_CHANGED):
        return
    listed = list(codes)
    shown = ~Q(story__page_id="") & Q(story__isnull=False) | Q(
        onboarding__state__in=(OnboardingState.APPROVED, OnboardingState.SUSPENDED)
    )
    for start in range(0, len(listed), BATCH):
        heard = Group.objects.filter(shown, code__in=listed[start : start + BATCH])
        for code in heard.order_by("code").values_list("code", flat=True):
            outbox.record(GROUP_CHANGED, {"code": code})
