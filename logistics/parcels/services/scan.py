"""Somebody scanned a parcel, or said on its page what happened to it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from logistics.carriers.facade import tidy
from logistics.parcels.errors import NumberTaken, ParcelUnknown, StepRefused, TooManyPhotos
from logistics.parcels.models import PHOTOS_MOST, Parcel, ParcelPhoto
from logistics.parcels.services.ask_carrier import ask_to_take, number_changed
from logistics.parcels.services.let_go import let_go, was_let_go
from logistics.parcels.services.take_step import Happened, locked, take_step
from logistics.parcels.services.unpack import call_off, check_taken_out
from logistics.parcels.states import OVER, STEPS, Direction, ParcelState, Step
from logistics.places.facade import PlaceKind, PlaceUnknown, collection_place_of
from sellers.registry.facade import group

#: Before these it was with the carrier, whether we were told or not.
_NEEDS_CARRIER: Final = (Step.DELIVERED, Step.RETURNED)
#: Scanned at a hub, what comes back in these was brought there by its carrier.
_BROUGHT: Final = (ParcelState.HANDED_OVER, ParcelState.DELIVERED)
#: It is packed, whether its group said so or not.
_IS_PACKED: Final = (Step.PACKED, Step.AT_CENTRE, Step.COLLECTED, Step.AT_HUB)


@transaction.atomic
def scan(
    code: str, happened: Happened, *, tracking_number: str = "", photo_keys: tuple[str, ...] = ()
) -> bool:
    """
    Take the step, with the carrier's number and photographs where there are; return whether it was new.

    Raises:
        ParcelUnknown, StepRefused.
        NumberTaken: another parcel has this number.
        TooManyPhotos.
    """
    number = tidy(tracking_number)[:40]
    found = locked(code)
    if _is_back(found, happened):
        happened = replace(happened, step=Step.DELIVERED)
    if happened.step is Step.HANDED_OVER:
        check_taken_out(found)
    if number:
        check_free(found, number)
    keep_photos(found, photo_keys, happened)

    def change(each: Parcel) -> None:
        each.tracking_number = number or each.tracking_number

    new = take_step(code, happened, change=change)
    if new and happened.step in _IS_PACKED:
        ask_to_take(code, now=happened.now)
    if new and happened.step is Step.CANCELLED:
        let_go(code, now=happened.now)
    if new and number:
        number_changed(locked(code), now=happened.now)
    return new


def _is_back(found: Parcel, happened: Happened) -> bool:
    """A return that its carrier has comes to a hub to stay: scanned there it has arrived."""
    is_return = found.direction == Direction.BACK
    return is_return and happened.step is Step.AT_HUB and found.state in _BROUGHT


def check_free(found: Parcel, number: str) -> None:
    """Raises NumberTaken: another parcel has this number, or its carrier was asked to let it go."""
    if number != found.tracking_number and was_let_go(found, number):
        raise NumberTaken(
            _("%(number)s was let go at the carrier: it takes no parcel under it. Leave the number empty.")
            % {"number": number},
            field="tracking_number",
        )
    others = Parcel.objects.filter(carrier=found.carrier, tracking_number=number).exclude(pk=found.pk)
    other = others.exclude(box=found.pk).first()
    if other is not None:
        raise NumberTaken(
            _("%(number)s is the number of parcel %(code)s: look at the paper again.")
            % {"number": number, "code": other.code},
            field="tracking_number",
            params={"parcel": other.code},
        )


def keep_photos(found: Parcel, keys: tuple[str, ...], happened: Happened) -> None:
    """Add private pictures that media keeps. Raises TooManyPhotos."""
    known = set(found.photos.values_list("picture_key", flat=True))
    new = [key for key in dict.fromkeys(keys) if key not in known]
    if len(known) + len(new) > PHOTOS_MOST:
        raise TooManyPhotos(
            _("A parcel has at most %(most)d photographs.") % {"most": PHOTOS_MOST}, field="photos"
        )
    ParcelPhoto.objects.bulk_create(
        ParcelPhoto(parcel=found, place=place, picture_key=key, at=happened.at, actor=happened.actor)
        for place, key in enumerate(new, len(known))
    )


@transaction.atomic
def set_seal(code: str, happened: Happened, *, seal: str, photo_keys: tuple[str, ...] = ()) -> bool:
    """Note the number of its seal, and pictures of it. Raises ParcelUnknown, StepRefused, TooManyPhotos."""
    found = locked(code)
    keep_photos(found, photo_keys, happened)

    def change(each: Parcel) -> None:
        each.seal = seal or each.seal

    return take_step(code, happened, change=change)


@transaction.atomic
def set_number(code: str, *, tracking_number: str, now: datetime) -> None:
    """
    Note or mend the carrier's number, also of what is inside. A booked one that is not used is let go at its
    carrier; without a number it is booked anew.

    Raises:
        ParcelUnknown, NumberTaken.
    """
    found = locked(code)
    number = tidy(tracking_number)[:40]
    if found.box_id is not None:
        raise ParcelUnknown(_("It travels in a box: the number is the box’s."), field="tracking_number")
    if number == found.tracking_number:
        return
    if number:
        check_free(found, number)
    Parcel.objects.filter(pk=found.pk).update(tracking_number=number)
    found.going().update(tracking_number=number)
    found.tracking_number = number
    number_changed(found, now=now)


def follow_order(seller_order: str, happened: Happened, *, tracking_number: str = "") -> bool:
    """
    The orders say what became of what a group packed: the same step of its parcel, where that is still to
    come.

    A box that was handed over took its parcels along; one that is called off while it lies in a box stays
    behind. One step may stand for two (delivered, not yet handed over here): what the table of steps does not
    let follow is left as it is. It left, whatever its number is: one that is another parcel's is left out,
    and said in its history for staff to mend.
    """
    parcel = Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()
    if parcel is None:
        return False
    if parcel.box_id is not None:
        follows = replace(happened, key=f"{happened.key}:{happened.step.value}")
        return happened.step is Step.CANCELLED and call_off(parcel.code, follows)
    steps = (Step.HANDED_OVER, happened.step) if happened.step in _NEEDS_CARRIER else (happened.step,)
    new = False
    for step in steps:
        parcel.refresh_from_db()
        if parcel.state in OVER or not _may(parcel, step):
            continue
        follows = replace(happened, step=step, key=f"{happened.key}:{step.value}")
        try:
            new |= scan(
                parcel.code, follows, tracking_number=tracking_number if step is Step.HANDED_OVER else ""
            )
        except NumberTaken as taken:
            new |= scan(parcel.code, replace(follows, words=_for_staff(follows, taken)))
    return new


def at_centre(seller_order: str, happened: Happened) -> bool:
    """
    It came to its federation's centre, or was given back there. Where the network knows the centre, it is
    there; else its name stands in ``where``. What cannot follow is left.
    """
    parcel = Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()
    if parcel is None or parcel.box_id is not None or not _may(parcel, happened.step):
        return False
    if happened.step is Step.AT_CENTRE:
        code, name = _centre_of(parcel.group_code)
        happened = replace(happened, place_code=code, where=name)
    try:
        return scan(parcel.code, happened)
    except StepRefused:
        return False  # it went on while we looked


def _centre_of(group_code: str) -> tuple[str, str]:
    """Return the code of its centre, or, where the network knows none, its federation's name."""
    try:
        found = collection_place_of(group_code)
    except PlaceUnknown:
        return "", ""
    if found.kind in (PlaceKind.COLLECTION, PlaceKind.FACILITY):
        return found.code, ""
    return "", group(group_code).cluster_level_federation


def _for_staff(happened: Happened, taken: NumberTaken) -> str:
    """What a person did is told to staff only; of all else buyers read the words."""
    return taken.message if happened.actor.startswith("person:") else happened.words


def _may(parcel: Parcel, step: Step) -> bool:
    return ParcelState(parcel.state) in STEPS[step]
