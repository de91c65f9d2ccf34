"""Where each parcel of an order is, step by step, in plain words; and a day that became another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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


#: Of each step that buyers are told, what it is called where its place has no name.
TITLES: Final[Mapping[Step, Promise]] = {
    Step.PACKED: _("Packed by the group"),
    Step.AT_CENTRE: _("At the collection centre"),
    Step.COLLECTED: _("Fetched from the group"),
    Step.AT_HUB: _("At our hub"),
    Step.HANDED_OVER: _("Given to the carrier: %(carrier)s"),
    Step.MOVED: _("On its way"),
    Step.OUT_FOR_DELIVERY: _("Out for delivery"),
    Step.ATTEMPTED: _("The carrier came, nobody was there. It comes again."),
    Step.DELIVERED: _("Delivered"),
    Step.REFUSED: _("Not taken at the door: it goes back"),
    Step.RETURNED: _("It came back to us. Your money goes back to you."),
    Step.DAMAGED: _("It was damaged on its way. We put it right with you."),
    Step.LOST: _("It was lost on its way. Your money goes back to you."),
}
#: Of these the place is the title.
_AT_A_PLACE: Final = (Step.AT_CENTRE, Step.AT_HUB)
#: What has none here is on its way back.
ICONS: Final = {
    Step.PACKED: "parcel",
    Step.AT_CENTRE: "home",
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
    is_place = step.step in _AT_A_PLACE and step.place
    title = gettext("At %(place)s") if is_place else str(TITLES[step.step])
    where = "" if is_place else step.place
    detail = " · ".join(part for part in (moment(step.at), where, step.words) if part)
    facts = {"carrier": track.carrier, "place": step.place}
    return TrackRow(ICONS.get(step.step, "return"), title % facts, detail)


def _together(track: Track, groups: Mapping[str, str]) -> str:
    names = [groups.get(code, code) for code in track.together]
    if not names:
        return ""
    return gettext("In one box with the pieces of %(groups)s.") % {"groups": ", ".join(names)}
