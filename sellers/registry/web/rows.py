"""What the group's page shows, gathered into rows, so that no query hides in a template."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from jkrlm.people.facade import Role
from sellers.registry import models
from sellers.registry.contracts import MemberRow
from sellers.registry.selectors.bank import bank_history
from sellers.registry.selectors.groups import group
from sellers.registry.selectors.history import history, placements
from sellers.registry.selectors.licences import licences
from sellers.registry.selectors.people import members
from sellers.registry.selectors.readiness import readiness
from sellers.registry.states import BankState, OnboardingState
from sellers.registry.web.acts import ACTS

#: Which acts a group's state of onboarding leaves open.
_OPEN_ACTS = {
    "": ("submit",),
    OnboardingState.BEGUN: ("submit",),
    OnboardingState.SUBMITTED: ("approve", "send-back"),
    OnboardingState.SENT_BACK: ("submit",),
    OnboardingState.APPROVED: ("suspend",),
    OnboardingState.SUSPENDED: ("resume",),
}
_ACCOUNT_ACTS = {
    BankState.PROPOSED: ("bank-approve", "bank-refuse", "bank-withdraw", "bank-check"),
    BankState.SUSPECT: ("bank-approve", "bank-refuse", "bank-withdraw", "bank-check"),
    BankState.CHECKED: ("bank-approve", "bank-refuse", "bank-withdraw"),
    BankState.APPROVED: ("bank-refuse", "bank-withdraw"),
}
_BADGES = {
    BankState.CURRENT: "ok",
    BankState.SUSPECT: "err",
    BankState.REFUSED: "err",
    OnboardingState.APPROVED: "ok",
    OnboardingState.SUSPENDED: "err",
    OnboardingState.SENT_BACK: "warn",
    OnboardingState.SUBMITTED: "warn",
}


@dataclass(frozen=True, slots=True)
class Button:
    act: str
    label: str


def badge(state: str) -> str:
    return next((shade for each, shade in _BADGES.items() if each == state), "off")


def state_label(state: str) -> str:
    return str(OnboardingState(state).label) if state else ""


def group_page(code: str, *, roles: Collection[Role], today: date) -> dict[str, Any]:
    """
    Return the page's context; the number of queries does not grow with the group.

    Raises:
        GroupUnknown.
    """
    known = group(code)
    ready = readiness(code, on=today)
    story = models.MakerStory.objects.filter(group__code=code).first()
    roll = members(code)
    may = {name for name, act in ACTS.items() if set(act.roles) & set(roles)}
    return {
        "group": known,
        "tax_status": models.TaxStatus(known.tax_status).label,
        "state": state_label(ready.state),
        "state_badge": badge(ready.state),
        "ready": ready,
        "steps": _buttons(_OPEN_ACTS.get(ready.state, ()), may),
        "members": _on(roll, today),
        "former": [row for row in roll if row.held_to is not None and row.held_to <= today],
        "crps": models.CrpAssignment.objects.filter(group__code=code)
        .select_related("person")
        .order_by("-held_from")[:20],
        "placements": placements(code),
        "licences": [
            {"row": row, "kind": models.LicenceKind(row.kind).label, "is_over": _is_over(row.last_day, today)}
            for row in licences(code)
        ],
        "accounts": [_account(account, may) for account in bank_history(code)],
        "consents": models.Consent.objects.filter(person__in=[row.person_id for row in roll])
        .select_related("person", "recorded_by")
        .order_by("withdrawn_at", "person__name", "what"),
        "story": story,
        "history": history(code),
        "may": may,
        "today": today,
        "is_administrator": Role.ADMINISTRATOR in roles,
    }


def _on(roll: Collection[MemberRow], today: date) -> list[MemberRow]:
    return [row for row in roll if row.held_to is None or row.held_to > today]


def _is_over(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


def _account(account: models.BankAccount, may: Collection[str]) -> dict[str, Any]:
    return {
        "row": account,
        "state": BankState(account.state).label,
        "badge": badge(account.state),
        "steps": [
            {"at": step.at, "label": BankState(step.now).label, "actor": step.actor, "words": step.words}
            for step in sorted(account.steps.all(), key=lambda step: step.pk)
        ],
        "buttons": _buttons(_ACCOUNT_ACTS.get(BankState(account.state), ()), may),
    }


def _buttons(names: Collection[str], may: Collection[str]) -> list[Button]:
    return [Button(name, str(ACTS[name].button)) for name in names if name in may]
