"""What staff type about tills."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import exhibitions.plan.facade as plan
from exhibitions.till.models import Flag
from exhibitions.till.services.settle_flag import outcomes_of
from exhibitions.till.states import MOVES_MONEY, FlagCode, Outcome
from jkrlm.kernel.forms import KeyedForm

_FIELD = {"class": "field", "autocomplete": "off"}


def _text(label: Any, most: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs={**_FIELD, **attrs}))


class CodeForm(KeyedForm):
    """A code for one more tablet."""

    label = _text(_("Where it stands"), 60)
    stall_code = forms.ChoiceField(
        label=_("Stall"), required=False, widget=forms.Select(attrs={"class": "field"})
    )

    def __init__(self, *args: Any, fair: plan.Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stall_code"]
        assert isinstance(field, forms.ChoiceField)
        codes = [each.code for each in plan.stalls(fair.code)]
        field.choices = [("", _("All stalls together")), *((code, code) for code in codes)]


class PinForm(forms.Form):
    """A cashier's PIN."""

    user = forms.ChoiceField(label=_("Cashier"), widget=forms.Select(attrs={"class": "field"}))
    pin = forms.CharField(
        label=_("PIN"),
        max_length=6,
        help_text=_("Four to six digits. She types it herself; nobody can read it afterwards."),
        widget=forms.PasswordInput(attrs={**_FIELD, "inputmode": "numeric", "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, fair: plan.Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.user_id), each.name) for each in plan.cashiers(fair.code)]


class RevokeForm(forms.Form):
    """Why a tablet is ended."""

    reason = _text(_("Why"), 200)


class CountForm(forms.Form):
    """Cash that staff counted in place of an ended tablet."""

    found = forms.DecimalField(
        label=_("Cash of sales that there is, without the float, ₹"),
        max_digits=10,
        decimal_places=2,
        min_value=Decimal(0),
        help_text=_("0 where it went with the tablet."),
        widget=forms.TextInput(attrs={**_FIELD, "inputmode": "decimal"}),
    )
    reason = _text(_("Why"), 300)


class GoOnForm(forms.Form):
    """Why a till goes on without an entry."""

    seq = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = _text(_("Why"), 200)


class AsideForm(GoOnForm):
    """Why an entry that the books refuse is set aside."""


class FileForm(forms.Form):
    """What a tablet saved as a file."""

    file = forms.FileField(
        label=_("The file that the tablet saved (.json)"), widget=forms.FileInput(attrs={"class": "field"})
    )


class DepositForm(KeyedForm):
    """Cash that the bank took."""

    deposited = forms.DecimalField(
        label=_("Counted by the bank, ₹"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        widget=forms.TextInput(attrs={**_FIELD, "inputmode": "decimal"}),
    )
    reference = _text(_("The bank's number on the slip"), 40)


class TopUpForm(KeyedForm):
    """Money of the bank for a till that gave back more than it took."""

    reference = _text(_("The bank's number of what was taken out"), 40)


class SettleForm(forms.Form):
    """What a flag was."""

    outcome = forms.ChoiceField(label=_("How it is settled"), widget=forms.Select(attrs={"class": "field"}))
    reason = _text(_("Why"), 300)
    reference = forms.CharField(
        label=_("The bank's number of the transfer"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_FIELD),
    )

    def __init__(self, *args: Any, flag: Flag, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"f{flag.pk}-%s"
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, each.label) for each in outcomes_of(flag)]
        if MOVES_MONEY.get(FlagCode(flag.code)) != Outcome.PAID_BACK:
            del self.fields["reference"]
        self.moves_money = FlagCode(flag.code) in MOVES_MONEY


class DecideForm(forms.Form):
    """What another of finance says of a proposal."""

    verdict = forms.ChoiceField(
        choices=(("approve", _("Approve")), ("refuse", _("Refuse"))), widget=forms.HiddenInput
    )
    why = forms.CharField(
        label=_("Why, where you refuse it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_FIELD),
    )

    def __init__(self, *args: Any, proposal: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"d{proposal}-%s"
        super().__init__(*args, **kwargs)
