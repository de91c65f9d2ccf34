"""Where each parcel of an order is, step by step, in plain words; and a day that became another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from logistics.parcels.facade import Step, Track, TrackStep
from sellers.orders.facade import BuyerPart, Shift
from storefront.formats import moment


@dataclass(frozen=True, slots=True)
class TrackRow:
    icon: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class TrackCard:
    """``rows`` are newest first; ``code`` is on the parcel's label."""

    code: str
    rows: tuple[TrackRow, ...]
    together: str


_ICONS = {
    Step.PACKED: "parcel",
    Step.COLLECTED: "truck",
    Step.AT_HUB: "home",
    Step.HANDED_OVER: "sent",
    Step.MOVED: "truck",
    Step.OUT_FOR_DELIVERY: "truck",
    Step.ATTEMPTED: "warn",
    Step.DELIVERED: "check",
}


def track_cards(tracks: Sequence[Track], groups: Mapping[str, str]) -> dict[str, TrackCard]:
    """
    Return seller order -> how its parcel travels; ``groups`` are names by code. What comes back is not here.
    """
    return {
        each.seller_order: TrackCard(
            code=each.code,
            rows=tuple(_row(step, each) for step in reversed(each.steps)),
            together=_together(each, groups),
        )
        for each in tracks
        if each.return_number is None and each.steps
    }


def told_later(parts: Sequence[BuyerPart], tracks: Sequence[Track]) -> tuple[BuyerPart, ...]:
    """Return the parcels with the day on which a late one is expected by now."""
    late = {each.seller_order: each for each in tracks if each.is_late and each.return_number is None}
    return tuple(_later(part, late[part.code]) if part.code in late else part for part in parts)


def _later(part: BuyerPart, track: Track) -> BuyerPart:
    if part.shift is not None and track.expected <= part.latest:
        return part
    first = (part.shift.earliest, part.shift.latest) if part.shift else (part.earliest, part.latest)
    reason = gettext("it takes longer on its way than we reckoned")
    return replace(part, earliest=track.expected, latest=track.expected, shift=Shift(*first, reason))


def _row(step: TrackStep, track: Track) -> TrackRow:
    facts = {"carrier": track.carrier, "place": step.place}
    title = {
        Step.PACKED: gettext("Packed by the group"),
        Step.COLLECTED: gettext("Fetched from the group"),
        Step.AT_HUB: gettext("At %(place)s") if step.place else gettext("At our hub"),
        Step.HANDED_OVER: gettext("Given to the carrier: %(carrier)s"),
        Step.MOVED: gettext("On its way"),
        Step.OUT_FOR_DELIVERY: gettext("Out for delivery"),
        Step.ATTEMPTED: gettext("The carrier came, nobody was there. It comes again."),
        Step.DELIVERED: gettext("Delivered"),
        Step.REFUSED: gettext("Not taken at the door: it goes back"),
        Step.RETURNED: gettext("It came back to us. Your money goes back to you."),
        Step.DAMAGED: gettext("It was damaged on its way. We put it right with you."),
        Step.LOST: gettext("It was lost on its way. Your money goes back to you."),
    }[step.step] % facts
    where = step.place if step.step is not Step.AT_HUB else ""
    detail = " · ".join(part for part in (moment(step.at), where, step.words) if part)
    return TrackRow(_ICONS.get(step.step, "return"), title, detail)


def _together(track: Track, groups: Mapping[str, str]) -> str:
    names = [groups.get(code, code) for code in track.together]
    if not names:
        return ""
    return gettext("In one box with the pieces of %(groups)s.") % {"groups": ", ".join(names)}
