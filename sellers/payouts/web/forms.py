"""The desk's forms: what is typed, in the form in which the services take it."""

from typing import Any, Final

from django import forms

from sellers.payouts.states import OUTCOMES, TransferState

_AREA: Final = {"rows": 3}


class DeskForm(forms.Form):
    """Every field is drawn alike, and refuses NUL bytes and over-long texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "field")


class BuildForm(DeskForm):
    key = forms.UUIDField(widget=forms.HiddenInput)


class ApproveForm(DeskForm):
    """``total`` is what the checker has seen; ``without`` the rows that she approves to leave out."""

    total = forms.DecimalField(max_digits=14, decimal_places=2, widget=forms.HiddenInput)
    without = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)

    def references(self) -> list[str]:
        return [each for each in self.cleaned_data["without"].split(",") if each]


class SendBackForm(DeskForm):
    why = forms.CharField(
        label="Why it goes back", max_length=300, widget=forms.Textarea(attrs=_AREA), required=False
    )


class FormatForm(DeskForm):
    format = forms.ChoiceField(label="Format")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["format"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ResultFileForm(FormatForm):
    file = forms.FileField(label="The bank’s file", max_length=200)


class SettleForm(DeskForm):
    outcome = forms.ChoiceField(
        label="What the bank says", choices=[(each.value, TransferState(each).label) for each in OUTCOMES]
    )
    amount = forms.DecimalField(label="Amount, as the bank has it", max_digits=14, decimal_places=2)
    utr = forms.CharField(label="UTR", max_length=40, required=False)
    settled_on = forms.DateField(
        label="Day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label="Reason, where it was not paid",
        max_length=200,
        required=False,
        help_text="The group reads it.",
    )
    wrong_account = forms.BooleanField(
        label="The group’s account is wrong: hold its payments until another one is in use", required=False
    )


class DecideForm(DeskForm):
    why = forms.CharField(label="Why, where it is refused", max_length=300, required=False)


class HoldForm(DeskForm):
    group_code = forms.CharField(label="Code of the group", max_length=16)
    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs=_AREA),
        required=False,
        help_text="The group reads it.",
    )
    whom_to_ask = forms.CharField(
        label="Whom the group asks",
        max_length=200,
        required=False,
        help_text="Name of a desk, with its hours or telephone; empty: the finance desk.",
    )


class ReleaseForm(DeskForm):
    why = forms.CharField(label="Why it ends", max_length=300, required=False)
