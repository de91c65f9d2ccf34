"""The forms of a sample's page."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.laboratory.states import Holder

_LOCAL = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SampleForm(forms.Form):
    """Every field is drawn alike. ``name`` is under which the page knows it."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs.setdefault("class", "field")


class HandOverForm(SampleForm):
    """``key`` is made with the form: pressed twice, it is handed over once."""

    name = "hand_over_form"
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    giver = forms.CharField(widget=forms.HiddenInput, max_length=12)
    holder = forms.ChoiceField(
        label=_("Who has it now"),
        choices=[("", "–"), *((each.value, each.label) for each in (Holder.OFFICE, Holder.COURIER))],
    )
    at = forms.DateTimeField(label=_("When"), widget=_LOCAL)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    note = forms.CharField(label=_("Name, or the parcel’s number"), max_length=300, required=False)


class ReceiveForm(SampleForm):
    name = "receive_form"
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    giver = forms.ChoiceField(
        label=_("Who brought it"),
        choices=[(each.value, each.label) for each in Holder if each != Holder.LABORATORY],
    )
    seal = forms.CharField(label=_("Number on the seal, read from the bag"), max_length=40)
    intact = forms.BooleanField(label=_("The seal is unbroken"), required=False)


class ReasonForm(SampleForm):
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"{self.prefix}_form"


class RetestForm(SampleForm):
    name = "retest_form"
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    material = forms.ChoiceField(label=_("What is measured"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args: Any, materials: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = [("", "–"), *materials]  # type: ignore[attr-defined]
