"""How far a group is on its way to selling: the facts, judged by the table of rules. Seven queries."""

from collections.abc import Iterable
from datetime import date

from jkrlm.kernel import clock
from sellers.registry import models, rules
from sellers.registry.contracts import Readiness
from sellers.registry.selectors.groups import group_row
from sellers.registry.selectors.people import holds, may_show
from sellers.registry.states import BankState, OnboardingState


def readiness(code: str, *, on: date | None = None) -> Readiness:
    """
    Return every requirement of a group with its answer on a day (today), and where it stands.

    Raises:
        GroupUnknown.
    """
    day = on or clock.today()
    group = group_row(code)
    onboarding = models.Onboarding.objects.filter(group=group).first()
    return Readiness(
        code=code,
        state=onboarding.state if onboarding is not None else "",
        requirements=rules.judge(_facts(group, day)),
    )


def approved_groups(codes: Iterable[str]) -> frozenset[str]:
    """Return those of the groups that are approved for selling and not suspended. One query."""
    return frozenset(
        models.Onboarding.objects.filter(
            group__code__in=set(codes), state=OnboardingState.APPROVED
        ).values_list("group__code", flat=True)
    )


def suspended_groups(codes: Iterable[str]) -> frozenset[str]:
    """Return those of the groups that were approved and are suspended. One query."""
    return frozenset(
        models.Onboarding.objects.filter(
            group__code__in=set(codes), state=OnboardingState.SUSPENDED
        ).values_list("group__code", flat=True)
    )


def _facts(group: models.Group, on: date) -> rules.Facts:
    roll = list(
        models.Membership.objects.filter(holds(on), group=group)
        .order_by("person__name")
        .values_list("person_id", "person__name", "role")
    )
    leaders = {pk: name for pk, name, role in roll if role == models.GroupRole.LEADER}
    agreed = may_show(leaders, models.Shown.NAME)
    given: dict[str, set[str]] = {}
    verified: dict[str, set[str]] = {}
    licences = models.Licence.objects.filter(holds(on), group=group)
    for kind, number, by in licences.values_list("kind", "number", "verified_by"):
        given.setdefault(kind, set()).add(number)
        if by is not None:
            verified.setdefault(kind, set()).add(number)
    state, words = _account(group)
    story = models.MakerStory.objects.filter(group=group).values_list("story", flat=True).first() or ""
    attested = models.Attestation.objects.filter(group=group, withdrawn_at__isnull=True)
    return rules.Facts(
        members_on_roll=len(roll),
        leaders=tuple(leaders.values()),
        belongs_to=_belongs(group, on),
        account_state=state,
        account_words=words,
        tax_status=group.tax_status,
        gstin=group.gstin,
        licences={kind: frozenset(numbers) for kind, numbers in given.items()},
        verified={kind: frozenset(numbers) for kind, numbers in verified.items()},
        story_length=len(story.strip()),
        people_named=tuple(leaders.values()),
        people_without_consent=tuple(name for pk, name in leaders.items() if pk not in agreed),
        attested={row.requirement: f"{row.words} ({row.by.name})" for row in attested.select_related("by")},
    )


def _account(group: models.Group) -> tuple[str, str]:
    """Return the state of the account in use, else of the one under way, and a word on it."""
    accounts = models.BankAccount.objects.filter(group=group).exclude(
        state__in=(BankState.REPLACED, BankState.REFUSED, BankState.WITHDRAWN)
    )
    held = {account.state: account for account in accounts}
    account = held.get(BankState.CURRENT) or next(iter(held.values()), None)
    if account is None:
        return "", ""
    return account.state, f"… {account.last_four}, {BankState(account.state).label}"


def _belongs(group: models.Group, on: date) -> str:
    placement = (
        models.Placement.objects.filter(holds(on), group=group)
        .select_related("village_organisation", "federation")
        .first()
    )
    if placement is None:
        return ""
    parts = (placement.village_organisation, placement.federation)
    return ", ".join(part.name for part in parts if part is not None)
