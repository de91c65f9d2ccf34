"""
What staff can do to a parcel, as a literal table: in which states, what they fill in, which service it calls.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics.parcels.errors import StepRefused
from logistics.parcels.models import Parcel, Trouble
from logistics.parcels.services.join import join, shrink
from logistics.parcels.services.note_trouble import note_trouble
from logistics.parcels.services.say_late import promise
from logistics.parcels.services.scan import scan, set_number, set_seal
from logistics.parcels.services.take_step import Happened, locked
from logistics.parcels.services.unpack import part, take_out
from logistics.parcels.states import (
    ARRIVED,
    STEPS,
    UNDER_WAY,
    WITH_US,
    Bearer,
    Direction,
    ParcelState,
    Step,
    TroubleKind,
)
from logistics.parcels.web.common import KeyedForm, PhotoField


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, widget=forms.Textarea(attrs={"rows": 3}), **more)


class NumberForm(KeyedForm):
    tracking_number = forms.CharField(
        label=_("The carrier’s number"),
        max_length=60,
        help_text=_("As on the receipt; spaces do not matter. Empty: it has none."),
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class HandOverForm(NumberForm):
    photo = PhotoField(label=_("Photograph at the hand-over"))


class SealForm(KeyedForm):
    seal = forms.CharField(label=_("Number of the seal"), max_length=40)
    photo = PhotoField(label=_("Photograph of the seal"))


class StepForm(KeyedForm):
    words = _words(_("Note"), required=False)


class TroubleForm(KeyedForm):
    kind = forms.ChoiceField(label=_("What happened"), choices=TroubleKind.choices)
    bearer = forms.ChoiceField(
        label=_("Who bears the cost"),
        choices=[("", _("Choose")), *Bearer.choices],
        help_text=_("The carrier: what it owes is claimed. The rest is borne as was said before paying."),
    )
    words = _words(_("In words"), help_text=_("Of what came back the buyer and the group read it."))
    photo = PhotoField()


class PromiseForm(KeyedForm):
    expected = forms.DateField(
        label=_("Expected on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    words = _words(_("Why, for us"), required=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One press of the button."""

    parcel: Parcel
    form: Any
    actor: str
    now: datetime

    def happened(self, step: Step) -> Happened:
        given = self.form.cleaned_data
        return Happened(
            step,
            given["key"],
            self.actor,
            self.now,
            self.now,
            self.parcel.at_place,
            words=given.get("words", ""),
        )

    def photos(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.form.cleaned_data.get("photo", ())
        return found


@dataclass(frozen=True, slots=True)
class Act:
    title: Promise
    states: tuple[ParcelState, ...]
    form: type[KeyedForm]
    run: Callable[[Call], object]
    explained: Promise


def _step(step: Step) -> Callable[[Call], object]:
    return lambda call: scan(call.parcel.code, call.happened(step))


def _hand_over(call: Call) -> object:
    number = call.form.cleaned_data["tracking_number"]
    return scan(
        call.parcel.code, call.happened(Step.HANDED_OVER), tracking_number=number, photo_keys=call.photos()
    )


def _trouble(call: Call) -> object:
    given = call.form.cleaned_data
    return note_trouble(
        call.parcel.code,
        kind=TroubleKind(given["kind"]),
        bearer=Bearer(given["bearer"]),
        happened=call.happened(Step.DAMAGED),
        photo_keys=call.photos(),
    )


def _promise(call: Call) -> object:
    given = call.form.cleaned_data
    return promise(
        call.parcel.code, expected=given["expected"], words=given["words"], actor=call.actor, now=call.now
    )


def together_with(found: Parcel) -> list[Parcel]:
    """Return what of the plan’s box is still under way, itself too, in their order."""
    rows = Parcel.objects.filter(order_id=found.order_id, box_key=found.box_key, direction=Direction.OUT)
    return list(rows.exclude(seller_order="").filter(state__in=UNDER_WAY).order_by("id"))


def _join(call: Call) -> object:
    codes = [each.code for each in together_with(call.parcel)]
    return join(codes, key=call.form.cleaned_data["key"], actor=call.actor, now=call.now)


def behind_in(found: Parcel) -> list[Parcel]:
    """Return what lies in a box and is not sent: it is to be taken out."""
    return list(found.inside.exclude(state=found.state).order_by("id")) if found.is_box else []


def _in_its_states(name: str, run: Callable[[Call], object]) -> Callable[[Call], object]:
    """Acts that take no step are held to their states here; of a step its table is asked, under the lock."""

    def checked(call: Call) -> object:
        found = locked(call.parcel.code)
        state = ParcelState(found.state)
        if found.box is not None:
            raise StepRefused(
                gettext("%(code)s lies in box %(box)s: open the page of the box.")
                % {"code": found.code, "box": found.box.code}
            )
        if state not in ACTS[name].states:
            raise StepRefused(
                gettext("%(code)s is “%(state)s”: “%(act)s” cannot be done any more.")
                % {"code": found.code, "state": state.label, "act": ACTS[name].title}
            )
        return run(call)

    return checked


def _alone(call: Call) -> object:
    return shrink(call.parcel.order_id, box_key=call.parcel.box_key, count=1, now=call.now)


def _number(call: Call) -> object:
    number = call.form.cleaned_data["tracking_number"]
    return set_number(call.parcel.code, tracking_number=number, now=call.now)


def _before(step: Step) -> tuple[ParcelState, ...]:
    return tuple(STEPS[step])


ACTS: Final[dict[str, Act]] = {
    "hand-over": Act(
        _("Given to the carrier"),
        WITH_US,
        HandOverForm,
        _hand_over,
        _("The carrier has it. The buyer is told, with the number."),
    ),
    "delivered": Act(
        _("Delivered"),
        _before(Step.DELIVERED),
        StepForm,
        _step(Step.DELIVERED),
        _("It is at the door today. Of another day it is said on the page of the order."),
    ),
    "join": Act(
        _("Pack into one box"),
        (ParcelState.AT_HUB,),
        KeyedForm,
        _join,
        _("All of the plan’s box are here: they get one label, and travel as one from now on."),
    ),
    "alone": Act(
        _("Send by itself"),
        WITH_US,
        KeyedForm,
        _in_its_states("alone", _alone),
        _("What the plan puts into one box with it is not waited for: each gets a label of its own."),
    ),
    "taken-out": Act(
        _("Taken out"),
        (ParcelState.AT_HUB,),
        KeyedForm,
        lambda call: take_out(call.parcel.code, call.happened(Step.UNBOXED)),
        _(
            "What is not sent is out of the box, and the box is closed again. Its carrier lets the former"
            " number go and gives another one: seal the box anew, and print its label again."
        ),
    ),
    "part": Act(
        _("Part the box"),
        (ParcelState.AT_HUB,),
        KeyedForm,
        lambda call: part(call.parcel.code, call.happened(Step.UNBOXED)),
        _("All is taken out, and each goes by itself with its own label. The number of the box is let go."),
    ),
    "number": Act(
        _("The carrier’s number"),
        UNDER_WAY,
        NumberForm,
        _in_its_states("number", _number),
        _("Write or mend the number under which the carrier knows it."),
    ),
    "seal": Act(
        _("Seal"),
        WITH_US,
        SealForm,
        lambda call: set_seal(
            call.parcel.code,
            call.happened(Step.SEALED),
            seal=call.form.cleaned_data["seal"],
            photo_keys=call.photos(),
        ),
        _("The number on the seal, and how it looks: what is asked about when something is missing."),
    ),
    "promise": Act(
        _("Another day"),
        UNDER_WAY,
        PromiseForm,
        _promise,
        _("It comes later than was promised. The buyer is told at once, by mail or SMS."),
    ),
    "trouble": Act(
        _("Something is wrong"),
        (*UNDER_WAY, ParcelState.REFUSED, ParcelState.DAMAGED, *ARRIVED, ParcelState.LOST),
        TroubleForm,
        _trouble,
        _(
            "Damaged or lost before it arrived: the buyer’s money goes back. What the group gets all the"
            " same, or a refund after delivery, is proposed to finance, where a second person decides."
        ),
    ),
}


def acts_of(found: Parcel) -> list[tuple[str, Act]]:
    """Return what can be done to it now."""
    if found.box is not None:
        alone = found.state == found.box.state and found.state in (ParcelState.AT_HUB, *ARRIVED)
        return [("trouble", ACTS["trouble"])] if alone else []
    state, behind = ParcelState(found.state), behind_in(found)
    return [
        (name, act)
        for name, act in ACTS.items()
        if state in act.states
        and (name != "join" or _may_join(found))
        and (name != "part" or found.is_box)
        and (name != "taken-out" or behind)
        and (name != "hand-over" or not behind)
        and (name != "trouble" or state is not ParcelState.LOST or not _is_borne(found))
        and (name != "alone" or (found.box_size > 1 and not found.is_box))
    ]


def _is_borne(found: Parcel) -> bool:
    """Say whether somebody said already who bears what became of it, or of what is inside."""
    return Trouble.objects.filter(Q(parcel=found) | Q(parcel__box=found)).exists()


def _may_join(found: Parcel) -> bool:
    if found.is_box or found.box_size < 2 or found.direction != Direction.OUT:
        return False
    rows = together_with(found)
    return len(rows) == found.box_size and all(
        each.state == ParcelState.AT_HUB and each.at_place == found.at_place for each in rows
    )
