"""The buyer's forms after buying. Each carries a key made when it was drawn: sent twice, it counts once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jkrlm.kernel.forms import KeyedForm
from sellers.orders.facade import BuyerLine, ReturnReason, ReturnWish
from storefront.aftercare.words import CANCEL_REASONS, RETURN_REASONS, WISHES


class LinesForm(KeyedForm):
    """How many of each line; one that is there once is a tick."""

    def __init__(self, *args: Any, lines: Sequence[tuple[BuyerLine, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line, most in lines if most]
        for line, most in lines:
            if most:
                self.fields[f"units_{line.id}"] = _units_field(line, most, alone=len(self.lines) == 1)
        self.order_fields([name for name in self.fields if name.startswith("units_")])

    @property
    def pieces(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("units_")]

    def quantities(self) -> dict[int, int]:
        return {
            int(name.removeprefix("units_")): int(units or 0)
            for name, units in self.cleaned_data.items()
            if name.startswith("units_")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(self.quantities().values()):
            self.add_error(None, _("Choose at least one piece."))
        return given


def _units_field(line: BuyerLine, most: int, *, alone: bool) -> forms.Field:
    choices = [(str(number), str(number)) for number in range(most + 1)]
    if most == 1:
        choices = [("0", _("No")), ("1", _("Yes"))]
    return forms.TypedChoiceField(
        label=line.name,
        choices=choices,
        coerce=int,
        required=False,
        empty_value="0",
        initial=str(most) if alone else "0",
        widget=forms.Select(attrs={"class": "field"}),
        error_messages={"invalid_choice": _("There are not so many.")},
    )


class CancelForm(LinesForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[
            ("", gettext_lazy("Choose")),
            *((name, words) for name, (words, _told) in CANCEL_REASONS.items()),
        ],
        error_messages={"required": gettext_lazy("Choose why.")},
        widget=forms.Select(attrs={"class": "field"}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def told(self) -> str:
        return CANCEL_REASONS[self.cleaned_data["reason"]][1]


class ReturnForm(LinesForm):
    """``choices`` are (variant, words) that may be had instead; none: only money back."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is the reason?"),
        choices=[("", gettext_lazy("Choose")), *RETURN_REASONS.items()],
        error_messages={"required": gettext_lazy("Choose the reason.")},
        widget=forms.Select(attrs={"class": "field"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Tell us more"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "field", "rows": 4}),
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=list(WISHES.items()),
        initial=ReturnWish.REFUND,
        required=False,
        widget=forms.Select(attrs={"class": "field"}),
    )
    wanted = forms.ChoiceField(
        label=gettext_lazy("Which piece instead?"),
        required=False,
        widget=forms.Select(attrs={"class": "field"}),
        error_messages={"invalid_choice": gettext_lazy("This piece is not there any more.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.ChoiceField)
        wanted.choices = [("", _("Choose")), *choices]
        if not choices:
            del self.fields["wanted"]
            del self.fields["wish"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asks = given.get("wish") == ReturnWish.EXCHANGE and "wanted" not in self.errors
        if asks and not given.get("wanted"):
            self.add_error("wanted", _("Choose the piece that you want instead."))
        return given

    @property
    def reason(self) -> ReturnReason:
        return ReturnReason(self.cleaned_data["why"])

    @property
    def chosen_wish(self) -> ReturnWish:
        return ReturnWish(self.cleaned_data.get("wish") or ReturnWish.REFUND)
