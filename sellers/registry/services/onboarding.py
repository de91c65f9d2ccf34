"""A group's way to selling: attested, submitted, sent back with reasons, approved, suspended."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.errors import NotHere, NotReady, SamePerson, WrongState
from sellers.registry.rules import ATTESTABLE, BY_KEY
from sellers.registry.selectors.readiness import readiness
from sellers.registry.services.common import locked_group, once, record
from sellers.registry.states import ONBOARDING_TRANSITIONS, OnboardingState


@transaction.atomic
def attest(
    *, code: str, requirement: str, words: str, actor: User, now: datetime, on_behalf_of: str = ""
) -> None:
    """
    Give one's word that a requirement is met, and say what it rests on.

    Raises:
        GroupUnknown; NotHere: no requirement that can be attested; HeldAlready: it is attested.
    """
    group = locked_group(code)
    if requirement not in ATTESTABLE:
        raise NotHere(_("There is no such requirement."), field="requirement")
    with once(_("This is attested already."), field="requirement"):
        models.Attestation.objects.create(group=group, requirement=requirement, words=words, by=actor, at=now)
    record(
        group,
        "onboarding.attest",
        actor=actor,
        on_behalf_of=on_behalf_of,
        after={"requirement": requirement, "words": words},
    )


@transaction.atomic
def withdraw_attestation(*, code: str, requirement: str, actor: User, now: datetime) -> None:
    """
    Raises:
        GroupUnknown; NotHere: nobody attests this.
    """
    group = locked_group(code)
    held = models.Attestation.objects.filter(
        group=group, requirement=requirement, withdrawn_at__isnull=True
    ).update(withdrawn_at=now, withdrawn_by=actor)
    if not held:
        raise NotHere(_("Nobody attests this."))
    record(group, "onboarding.attestation-withdrawn", actor=actor, before={"requirement": requirement})


@transaction.atomic
def submit(*, code: str, actor: User, now: datetime, on_behalf_of: str = "") -> None:
    """
    Ask for approval.

    Raises:
        GroupUnknown, WrongState; NotReady: ``params["missing"]`` has the requirements not met.
    """
    group = locked_group(code)
    _require(code, "submit", now)
    onboarding = _onboarding(group, now)
    _move(
        onboarding,
        OnboardingState.SUBMITTED,
        actor=actor,
        at=now,
        on_behalf_of=on_behalf_of,
        submitted_by=actor,
        approved_by=None,
    )
    record(group, "onboarding.submit", actor=actor, on_behalf_of=on_behalf_of)


@transaction.atomic
def send_back(*, code: str, words: str, reasons: Mapping[str, str], actor: User, now: datetime) -> None:
    """
    Send a submitted group back; ``reasons`` say what is wrong with which requirement.

    Raises:
        GroupUnknown, WrongState; NotHere: a reason for no requirement of ours; NotReady: no reason at all.
    """
    group = locked_group(code)
    unknown = sorted(set(reasons) - set(BY_KEY))
    if unknown:
        raise NotHere(_("There is no such requirement."), field="reasons", params={"unknown": unknown})
    if not words.strip() and not reasons:
        raise NotReady(_("Say what is to be mended."), field="words")
    _move(
        _onboarding(group, now),
        OnboardingState.SENT_BACK,
        actor=actor,
        at=now,
        words=words,
        reasons=dict(reasons),
    )
    record(group, "onboarding.send-back", actor=actor, after={"words": words, "reasons": dict(reasons)})


@transaction.atomic
def approve(*, code: str, actor: User, now: datetime) -> None:
    """
    Let a group sell.

    Raises:
        GroupUnknown, WrongState; SamePerson: the actor submitted it; NotReady.
    """
    group = locked_group(code)
    onboarding = _onboarding(group, now)
    if onboarding.submitted_by_id == actor.pk and onboarding.state == OnboardingState.SUBMITTED:
        raise SamePerson(_("Whoever submitted a group cannot approve it: ask a second person."))
    if onboarding.state != OnboardingState.SUBMITTED:
        raise _wrong(onboarding)
    _require(code, "approve", now)
    _move(onboarding, OnboardingState.APPROVED, actor=actor, at=now, approved_by=actor)
    record(group, "onboarding.approve", actor=actor)


@transaction.atomic
def suspend(*, code: str, words: str, actor: User, now: datetime) -> None:
    """
    Stop an approved group; its page leaves the store.

    Raises:
        GroupUnknown, WrongState.
    """
    group = locked_group(code)
    _move(_onboarding(group, now), OnboardingState.SUSPENDED, actor=actor, at=now, words=words)
    record(group, "onboarding.suspend", actor=actor, after={"words": words})


@transaction.atomic
def resume(*, code: str, words: str, actor: User, now: datetime) -> None:
    """
    Let a suspended group go on.

    Raises:
        GroupUnknown, WrongState.
    """
    group = locked_group(code)
    onboarding = _onboarding(group, now)
    if onboarding.state != OnboardingState.SUSPENDED:
        raise _wrong(onboarding)
    _move(onboarding, OnboardingState.APPROVED, actor=actor, at=now, words=words)
    record(group, "onboarding.resume", actor=actor, after={"words": words})


def _require(code: str, step: str, now: datetime) -> None:
    held = readiness(code, on=now.astimezone(INDIA).date())
    missing = held.missing("approve" if step == "approve" else "submit")
    if missing:
        raise NotReady(
            _("Still missing: %(what)s") % {"what": "; ".join(each.sentence for each in missing)},
            params={"missing": [each.key for each in missing]},
        )


def _onboarding(group: models.Group, now: datetime) -> models.Onboarding:
    models.Onboarding.objects.get_or_create(group=group, defaults={"moved_at": now})
    return models.Onboarding.objects.select_for_update().get(group=group)


def _move(
    onboarding: models.Onboarding,
    to: OnboardingState,
    *,
    actor: User,
    at: datetime,
    words: str = "",
    reasons: dict[str, str] | None = None,
    on_behalf_of: str = "",
    **changes: User | None,
) -> None:
    was = OnboardingState(onboarding.state)
    if to not in ONBOARDING_TRANSITIONS[was]:
        raise _wrong(onboarding)
    onboarding.state, onboarding.moved_at = to, at
    for name, value in changes.items():
        setattr(onboarding, name, value)
    onboarding.save()
    models.OnboardingStep.objects.create(
        onboarding=onboarding,
        at=at,
        actor=actor,
        on_behalf_of=on_behalf_of,
        was=was,
        now=to,
        words=words,
        reasons=reasons or {},
    )


def _wrong(onboarding: models.Onboarding) -> WrongState:
    state = OnboardingState(onboarding.state)
    return WrongState(
        _("This cannot be done while the group is “%(state)s”.") % {"state": state.label},
        params={"state": state.value},
    )
