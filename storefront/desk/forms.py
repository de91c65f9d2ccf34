"""The desk's forms. Each carries a key made when it was drawn, so that sent twice it counts once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.forms import KeyedForm


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "field"}),
        error_messages={"invalid": _("Write the day like 2026-11-30.")},
    )


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Number, e-mail, telephone, name, PIN code, or a parcel such as 1042-KZ09"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "field", "type": "search", "autocomplete": "off"}),
    )
    first = _day(_("Placed from"))
    last = _day(_("Placed until"))
    after = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        for name, day in (("first", first), ("last", last)):
            if day is not None and not 2000 <= day.year <= 2200:
                self.add_error(name, _("Write the day like 2026-11-30."))
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return given


class NoteForm(KeyedForm):
    text = forms.CharField(
        label=_("A note for colleagues"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "field"}),
        help_text=_("It stands with the order in the store. The buyer does not see it."),
        error_messages={"required": _("Write the note first.")},
    )


class CancelForm(KeyedForm):
    codes = forms.MultipleChoiceField(
        label=_("Parcels that nobody has packed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one parcel."),
            "invalid_choice": _("One of these parcels is packed by now, or not of this order. Choose again."),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "field"}),
        help_text=_("The group reads it, and the buyer."),
    )

    def __init__(self, *args: Any, parcels: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(parcels)
        field.initial = [code for code, _label in field.choices]
