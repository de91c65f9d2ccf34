"""
A parcel takes a step: the one place where ``state`` is written. What a box does, all that goes along does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel import outbox
from logistics.parcels.errors import ParcelUnknown, StepRefused, in_words
from logistics.parcels.models import Parcel, ParcelStep
from logistics.parcels.services.keep_label import forget_label
from logistics.parcels.states import STEPS, WITH_US, ParcelState, Step

WORDS_MAX: Final = 200
#: A phone's clock may be ahead of ours so far; later than that it is set to ours.
AHEAD: Final = timedelta(minutes=2)
#: What is older was said by a clock that is wrong; a moment of year 1 could not even be read again.
OLD: Final = timedelta(days=90)
#: There already, they are no step.
_AT_A_PLACE: Final = (Step.AT_HUB, Step.AT_CENTRE)
#: After these it is where they say, also where no place of the network is.
_MOVES: Final = (*_AT_A_PLACE, Step.GIVEN_BACK)


@dataclass(frozen=True, slots=True)
class Happened:
    """
    What, when, where, by whom. ``key`` is the act's own: heard twice, it happened once.

    ``at`` is when it happened, ``now`` when we hear of it; ``where`` is a place as a carrier names it.
    """

    step: Step
    key: str
    actor: str
    at: datetime
    now: datetime
    place_code: str = ""
    where: str = ""
    words: str = ""


def locked(code: str) -> Parcel:
    """Return it under its lock, in the caller's transaction. Raises ParcelUnknown."""
    found = Parcel.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise ParcelUnknown(in_words(_("There is no parcel %(code)s."), {"code": code[:20]}), field="code")
    return found


@transaction.atomic
def take_step(code: str, happened: Happened, *, change: Callable[[Parcel], None] | None = None) -> bool:
    """
    Take it, with its history and the event ``ParcelMoved``; return False where it was taken already.

    ``change`` sets further fields before it is saved, of all that is inside too.

    Raises:
        ParcelUnknown.
        StepRefused: from where it is, this cannot happen, or it is inside a box that has it.
    """
    found = locked(code)
    if ParcelStep.objects.filter(key=happened.key).exists():
        return False
    if found.box is not None and found.state != found.box.state:
        facts = {
            "code": found.code,
            "state": ParcelState(found.state).label,
            "box": found.box.code,
        }
        raise StepRefused(
            in_words(_("%(code)s is “%(state)s”, and lies in box %(box)s: take it out of there."), facts),
            field="code",
            params={"box": found.box.code},
        )
    if found.box is not None:
        raise StepRefused(
            in_words(
                _("%(code)s travels in box %(box)s: scan the box."),
                {"code": found.code, "box": found.box.code},
            ),
            field="code",
            params={"box": found.box.code},
        )
    inside = list(found.going().select_for_update()) if found.is_box else []
    if not write(found, happened, change):
        return False
    for number, each in enumerate(inside):
        write(each, happened, change, key=f"{happened.key[:100]}/{number}")
    return True


def write(
    found: Parcel, happened: Happened, change: Callable[[Parcel], None] | None = None, *, key: str = ""
) -> bool:
    """
    Write a step of one that is locked; being there already, at the same place, is no step. Raises
    StepRefused.
    """
    before, step = ParcelState(found.state), happened.step
    after = STEPS.get(step, {}).get(before)
    if after is None:
        if before in STEPS.get(step, {}).values():
            return False
        raise StepRefused(
            in_words(
                _("%(code)s is “%(state)s”: “%(step)s” cannot follow on that."),
                {"code": found.code, "state": before.label, "step": step.label},
            ),
            field="step",
            params={"state": before.value, "step": step.value},
        )
    if after is before and step in _AT_A_PLACE and _is_there(found, happened):
        return False
    enter(found, after, happened, key=key or happened.key)
    if happened.place_code or step in _MOVES:
        found.at_place = happened.place_code
    found.state, found.changed_at = after, happened.now
    if change is not None:
        change(found)
    found.save()
    if after not in WITH_US:
        forget_label(found)
    return True


def _is_there(found: Parcel, happened: Happened) -> bool:
    """Outside the network a place has no code: there, its name tells."""
    if happened.place_code:
        return found.at_place == happened.place_code
    last = found.steps.filter(step__in=_MOVES).order_by("-id").first()
    return (
        last is not None
        and last.step == happened.step
        and (last.place_code, last.where) == ("", happened.where[:80])
    )


def enter(found: Parcel, state: ParcelState, happened: Happened, *, key: str) -> None:
    """Write a line of its history, and tell it."""
    is_likely = happened.now - OLD < happened.at <= happened.now + AHEAD
    at = happened.at if is_likely else happened.now
    ParcelStep.objects.create(
        parcel=found,
        key=key,
        step=happened.step,
        state=state,
        at=at,
        noted_at=happened.now,
        place_code=happened.place_code,
        where=happened.where[:80],
        actor=happened.actor,
        words=happened.words.strip()[:WORDS_MAX],
    )
    outbox.record(
        "ParcelMoved",
        {
            "parcel": found.code,
            "order": found.order_id,
            "seller_order": found.seller_order,
            "step": happened.step.value,
            "state": state.value,
        },
    )
