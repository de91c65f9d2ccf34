"""The desk's forms. No decision is preselected, and no grade can be typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import certification.cases.facade as cases

_AREA = {"rows": 3, "class": "field"}


def words_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs=_AREA),
        error_messages={"required": _("Write a few words.")},
    )


class DecideForm(forms.Form):
    """``outcomes`` are those that are possible now; nothing is chosen beforehand."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you decide."),
            "invalid_choice": _("Choose what you decide."),
        },
    )
    quantity = forms.IntegerField(
        label=_("How many of the batch"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )
    reasons = forms.MultipleChoiceField(label=_("Why?"), required=False, widget=forms.CheckboxSelectMultiple)
    note = words_field(_("Note for the file"), help_text=_("Short and plain."))
    sure = forms.BooleanField(
        label=_("I have looked at every photo and result."),
        error_messages={"required": _("Look at them first, then say so.")},
    )

    def __init__(self, *args: Any, outcomes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        self.fields["reasons"].choices = list(cases.REASONS.items())  # type: ignore[attr-defined]


class SendBackForm(forms.Form):
    missing = forms.MultipleChoiceField(
        label=_("What is missing?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = words_field(_("In your words"), help_text=_("The group reads it."))

    def __init__(self, *args: Any, asked: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = asked  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    words = words_field(_("Why"), required=True)


class RetestForm(forms.Form):
    """``material`` is of the laboratory: what is left of the sample, or a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    sample = forms.CharField(max_length=40, widget=forms.HiddenInput)
    material = forms.ChoiceField(
        label=_("Of what"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose of what."), "invalid_choice": _("Choose of what.")},
    )
    reason = words_field(_("Why"), required=True)

    def __init__(self, *args: Any, materials: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = materials  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Of an appeal or a complaint: one of two, and why."""

    answer = words_field(_("Your answer"), required=True)
    outcome = forms.ChoiceField(
        label=_("What you find"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    field_order = ("outcome", "answer")

    def __init__(self, *args: Any, outcomes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """Of a group, or of a village."""

    group_code = forms.CharField(
        label=_("Code of the group"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )
    village = forms.CharField(
        label=_("Or: the village"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )
    district = forms.ChoiceField(
        label=_("Its district"), required=False, widget=forms.Select(attrs={"class": "field"})
    )
    words = words_field(_("What it is"), required=True, help_text=_("A relative, a debt, where you live."))

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", "–"), *districts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("group_code")) == bool(data.get("village")):
            self.add_error("group_code", _("Write a group or a village, one of the two."))
        elif data.get("village") and not data.get("district"):
            self.add_error("district", _("Choose the district of the village."))
        return data
