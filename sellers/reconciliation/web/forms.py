"""The desk's forms: what is typed, in the form in which the services take it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from jkrlm.people.facade import User
from sellers.reconciliation.rules import COUNTER_ACCOUNTS
from sellers.reconciliation.selectors.items import owners
from sellers.reconciliation.statements.templates import TEMPLATES


class DeskForm(forms.Form):
    """Every field is drawn alike, and refuses NUL bytes and over-long texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs.setdefault("class", "field")


def _words(label: str, *, longest: int = 300, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area)


class StatementForm(DeskForm):
    template = forms.ChoiceField(
        label="Format of the bank", choices=[(each.slug, each.title) for each in TEMPLATES.values()]
    )
    file = forms.FileField(label="Statement, CSV or .xlsx", allow_empty_file=True)


class ReasonForm(DeskForm):
    reason = _words("Why")


class ApartForm(ReasonForm):
    """``key`` is made when the form is drawn: sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AnswerForm(DeskForm):
    answer = _words("Why not, or a word to who proposed it", required=False)


class OwnerForm(DeskForm):
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Whose it is", required=False, empty_label="Nobody yet"
    )
    note = _words("What is known", longest=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = owners()
        field.label_from_instance = lambda user: user.name


class MatchForm(DeskForm):
    """``key`` is made when the form is drawn: sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    entries = forms.MultipleChoiceField(
        label="Entries of the books", required=False, widget=forms.CheckboxSelectMultiple
    )
    other = forms.CharField(
        label="Another entry, by its key",
        max_length=200,
        required=False,
        help_text="Such as payout-paid/UM00001000001.",
    )
    account_code = forms.ChoiceField(
        label="Where the rest belongs", required=False, choices=[("", "–"), *COUNTER_ACCOUNTS.items()]
    )
    account_owner = forms.CharField(
        label="Whose account", max_length=60, required=False, help_text="The carrier, for a carrier's bill."
    )
    order = forms.CharField(
        label="Or: payment of order",
        max_length=32,
        required=False,
        help_text="The number of the order that this money is for.",
    )
    pair = forms.TypedChoiceField(
        label="Or: a payment that left and came back, with",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Both lines are matched, and come to nothing. Another person approves.",
    )
    reason = _words("Why")

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, str]],
        pairs: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entries"]
        field.choices = choices
        other: Any = self.fields["pair"]
        other.choices = [("", "–"), *pairs]

    def keys(self) -> tuple[str, ...]:
        other = self.cleaned_data["other"].strip()
        return tuple(dict.fromkeys([*self.cleaned_data["entries"], *([other] if other else [])]))
