"""
What comes out of a box again: what was called off while it lay in it, or all of it.

What is called off stays in the box until somebody took it out and says so; from the moment it is called off
it does not go along. The box's lock is taken before those of what is inside, as elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from logistics.parcels.errors import StepRefused
from logistics.parcels.models import Parcel, ParcelStep
from logistics.parcels.services.ask_carrier import book_as_it_is
from logistics.parcels.services.join import shrink
from logistics.parcels.services.let_go import is_booked, let_go, tell_staff
from logistics.parcels.services.take_step import Happened, locked, write
from logistics.parcels.states import ARRIVED, STEPS, WITH_US, ParcelState, Step

TAKE_OUT: Final = gettext_noop(
    "Part of this box is not sent: its page says what to take out. Then its number is cancelled, and it"
    " is booked anew. Print its label again."
)


@transaction.atomic
def call_off(code: str, happened: Happened) -> bool:
    """
    Call off one that lies in a box; return whether it was new, and no carrier has it. The box is worth and
    weighs so much less; with nothing left in it, it is called off, too, and its carrier lets it go.

    Raises:
        ParcelUnknown.
        StepRefused: it was taken out while its lock was waited for; asked again, it is called off by itself.
    """
    box = lock_box_of(code)
    found = locked(code)
    if box is None or found.box_id != box.pk:
        raise StepRefused(
            _("%(code)s was taken out of its box just now. Try again.") % {"code": code}, field="code"
        )
    if ParcelState(found.state) not in STEPS[Step.CANCELLED] or not write(found, happened, _has_no_number):
        return False
    _goes_without(box, happened)
    return True


def befalls_share(box: Parcel, found: Parcel, happened: Happened) -> bool:
    """
    Note what befell one in this box alone, both locked; return whether it could. Where the box lies at a hub
    it stays behind; where the box arrived it is only said. On its way what befalls is the box's.

    Raises:
        StepRefused: that cannot follow on where it is.
    """
    if found.state != box.state or happened.step not in (Step.DAMAGED, Step.LOST):
        return False
    if box.state != ParcelState.AT_HUB:
        return box.state in ARRIVED and write(found, happened)
    write(found, happened, _has_no_number)
    _goes_without(box, happened)
    if box.state == ParcelState.CANCELLED:
        unboxed = replace(happened, step=Step.UNBOXED, key=f"{happened.key[:100]}:{found.code}")
        write(found, unboxed, _leaves)
    return True


def _goes_without(box: Parcel, happened: Happened) -> None:
    """Something in it is not sent: it is so much less; with nothing left in it, it is called off."""
    left = list(box.going())
    if not left:
        _close(box, replace(happened, key=f"{happened.key[:100]}/{box.code}"))
        return
    _reckon(box, left)
    if is_booked(box):
        tell_staff(box, TAKE_OUT, now=happened.now)


@transaction.atomic
def take_out(code: str, happened: Happened) -> None:
    """
    What does not go along was taken out of this box. Where its carrier has booked another weight or sum, its
    number is let go, and it is booked as it is now; with nothing left in it, it is called off. Repeatable by
    the form's key.

    Raises:
        ParcelUnknown.
        StepRefused: there is nothing to take out, or its carrier has it.
    """
    box = locked(code)
    if ParcelStep.objects.filter(key=happened.key).exists():
        return
    out = list(box.inside.select_for_update().exclude(state=box.state).order_by("id"))
    if not out or box.state not in WITH_US:
        raise StepRefused(_("Nothing is to be taken out of %(code)s.") % {"code": code}, field="code")
    for each in out:
        write(each, replace(happened, step=Step.UNBOXED), _leaves, key=f"{happened.key}:{each.code}")
    left = list(box.going())
    if not left:
        _close(box, happened)
        return
    _reckon(box, left)
    write(box, replace(happened, step=Step.BOXED))
    book_as_it_is(box, now=happened.now)


@transaction.atomic
def part(code: str, happened: Happened) -> None:
    """
    Take all out of a box that lies at its hub: it is no box any more, its carrier lets its number go, and
    each goes by itself. Repeatable by the form's key.

    Raises:
        ParcelUnknown.
        StepRefused: it is no box, or does not lie at a hub.
    """
    box = locked(code)
    if ParcelStep.objects.filter(key=happened.key).exists():
        return
    if not box.is_box or box.state != ParcelState.AT_HUB:
        raise StepRefused(
            _("%(code)s is no box at a hub: nothing is to be parted.") % {"code": code}, field="code"
        )
    for each in box.inside.select_for_update().order_by("id"):
        write(each, replace(happened, step=Step.UNBOXED), _leaves, key=f"{happened.key}:{each.code}")
    _close(box, happened)
    shrink(box.order_id, box_key=box.box_key, count=1, now=happened.now)


def check_taken_out(found: Parcel) -> None:
    """Raises StepRefused where something that is not sent lies in this box, and no carrier has it yet."""
    if found.state not in WITH_US:
        return
    behind = ", ".join(each.code for each in found.inside.exclude(state=found.state).order_by("id"))
    if behind:
        raise StepRefused(
            _("Take %(codes)s out of box %(box)s first, and say so on the box’s page: it is not sent.")
            % {"codes": behind, "box": found.code},
            field="code",
            params={"parcels": behind},
        )


def lock_box_of(code: str) -> Parcel | None:
    """Return the box that it lies in under its lock, before its own is taken; None where it lies in none."""
    return Parcel.objects.select_for_update().filter(inside__code=code).first()


def _has_no_number(found: Parcel) -> None:
    """The number is the box's, and this does not travel under it."""
    found.tracking_number = ""


def _leaves(found: Parcel) -> None:
    found.box = None
    _has_no_number(found)


def _reckon(box: Parcel, left: Sequence[Parcel]) -> None:
    box.box_size = len(left)
    box.weight_grams = sum(each.weight_grams for each in left)
    box.declared_value = sum((each.declared_value for each in left), Decimal(0))
    box.cash_to_collect = sum((each.cash_to_collect for each in left), Decimal(0))
    box.save(update_fields=["box_size", "weight_grams", "declared_value", "cash_to_collect"])


def _close(box: Parcel, happened: Happened) -> None:
    write(box, replace(happened, step=Step.CANCELLED))
    let_go(box.code, now=happened.now)
