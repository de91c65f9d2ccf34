"""A parcel at a collection centre: taken in, checked, sent on or given back. The one place of its state."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit
from sellers.collection.errors import NotOfThisFederation, WhyMissing, WrongStep
from sellers.collection.models import Check, Intake
from sellers.collection.rules import CHECKLIST
from sellers.collection.states import TRANSITIONS, IntakeState
from sellers.orders.facade import SellerOrderCard, SellerOrderState

#: With the group, or on its way to the centre.
_COMES = (SellerOrderState.ACCEPTED, SellerOrderState.PACKED)


@transaction.atomic
def take_in(*, order: SellerOrderCard, federation_id: int, by: User, now: datetime) -> None:
    """
    The group brought it. Taken in twice, it is here once.

    Raises:
        WrongStep: nobody has said yes to it yet, it has left, or it is cancelled.
    """
    if order.state not in _COMES:
        raise WrongStep(gettext("Order %(number)s does not wait for the centre.") % {"number": order.number})
    intake, is_new = Intake.objects.get_or_create(
        code=order.code,
        defaults={
            "group_code": order.group_code,
            "federation_id": federation_id,
            "taken_in_at": now,
            "taken_in_by": by,
            "changed_at": now,
        },
    )
    if is_new:
        _audit(intake, "collection.take-in", by, before="")
    elif intake.state == IntakeState.BACK:
        _move(intake.code, federation_id, IntakeState.HERE, by, now)


@transaction.atomic
def check(
    *,
    code: str,
    federation_id: int,
    failed: Collection[str],
    words: str,
    weight_grams: int | None,
    by: User,
    now: datetime,
) -> bool:
    """
    Write down a look at a parcel; return whether it passed. What failed goes back to the group, and is told.

    Raises:
        NotOfThisFederation, WrongStep.
        WhyMissing: words of a fault, and nothing ticked.
    """
    known = [key for key in CHECKLIST if key in failed]
    if words.strip() and not known:
        raise WhyMissing
    to = IntakeState.BACK if known else IntakeState.PASSED

    def change(intake: Intake) -> None:
        intake.weight_grams = weight_grams or intake.weight_grams
        intake.times_back += 1 if known else 0

    intake, has_moved = _move(code, federation_id, to, by, now, change)
    if has_moved:
        Check.objects.create(
            intake=intake, passed=not known, failed=known, words=words.strip(), at=now, by=by
        )
        if known:
            outbox.record(
                "ParcelGivenBack",
                {"code": code, "group": intake.group_code, "failed": known, "time": intake.times_back},
            )
    return not known


@transaction.atomic
def note_sent(*, code: str, federation_id: int, by: User, now: datetime) -> None:
    """It left the centre with the carrier. Raises NotOfThisFederation, WrongStep."""
    _move(code, federation_id, IntakeState.SENT, by, now)


def step_key(code: str, way: str) -> str:
    """Return the key of the parcel's step: one for each time that it comes, and goes back."""
    times = Intake.objects.values_list("times_back", flat=True).get(code=code)
    return f"intake:{code}:{way}:{times}"


def _move(
    code: str,
    federation_id: int,
    to: IntakeState,
    by: User,
    now: datetime,
    change: Callable[[Intake], None] | None = None,
) -> tuple[Intake, bool]:
    """Return the parcel, and whether it moved now; being there already is no fault."""
    intake = Intake.objects.select_for_update().filter(code=code, federation_id=federation_id).first()
    if intake is None:
        raise NotOfThisFederation
    before = IntakeState(intake.state)
    if before is to:
        return intake, False
    if to not in TRANSITIONS[before]:
        raise WrongStep(
            gettext("Parcel %(code)s: %(state)s. This step is not possible now.")
            % {"code": code, "state": before.label}
        )
    intake.state, intake.changed_at = to, now
    if change is not None:
        change(intake)
    intake.save()
    _audit(intake, f"collection.{to.value}", by, before=before.value)
    return intake, True


def _audit(intake: Intake, verb: str, by: User, *, before: str) -> None:
    audit(
        actor=by,
        verb=verb,
        target=f"seller order {intake.code}",
        before={"at": before} if before else {},
        after={"at": intake.state, "federation": intake.federation_id},
    )
