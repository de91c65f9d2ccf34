"""The desk's forms. Each carries a key made when it was drawn, so that sent twice it counts once."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.forms import KeyedForm
from jkrlm.kernel.money import Money
from sellers.orders.models import SellerOrderLine
from sellers.orders.states import AdjustmentKind, Bearer, ReturnReason

CSV_MAX_BYTES: Final = 1_000_000


class DeskForm(KeyedForm):
    """Every field is drawn alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.HiddenInput)):
                field.widget.attrs.setdefault("class", "field")


def _words(label: Any, *, longest: int = 200, required: bool = True, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area, **more)


def _day(label: Any, **more: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=picker, **more)


def _rupees(label: Any, *, required: bool = True, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=10, decimal_places=2, min_value=Decimal("0.01"), **more
    )


class ReasonForm(DeskForm):
    reason = _words(_("Why"))


class WordsForm(DeskForm):
    words = _words(_("Note"), required=False)


class DeliveredForm(DeskForm):
    delivered_on = _day(_("Delivered on"))


class RefusedForm(DeskForm):
    reason = _words(_("What the carrier says"), help_text=_("The group reads it, and the buyer."))


class LinesForm(DeskForm):
    """A number of units for each line."""

    def __init__(self, *args: Any, lines: Sequence[SellerOrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            left = line.quantity - line.quantity_returned
            self.fields[f"units_{line.pk}"] = forms.IntegerField(
                label=line.name,
                min_value=0,
                max_value=left,
                required=False,
                initial=0,
                help_text=_("How many, of %(left)s") % {"left": left},
                widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
            )
        self.order_fields([name for name in self.fields if name.startswith("units_")])

    def quantities(self) -> dict[int, int]:
        return {
            int(name.removeprefix("units_")): units or 0
            for name, units in self.cleaned_data.items()
            if name.startswith("units_")
        }


class LeaveOutForm(LinesForm):
    reason = _words(_("Why it cannot be sent"), help_text=_("The buyer reads it."))


class ReturnForm(LinesForm):
    why = forms.ChoiceField(label=_("What was wrong"), choices=ReturnReason.choices)
    bearer = forms.ChoiceField(label=_("Who bears it"), choices=Bearer.choices)
    with_delivery = forms.BooleanField(label=_("The delivery goes back, too"), required=False)
    reason = _words(_("In words"), help_text=_("The group reads it."))


class AllowanceForm(DeskForm):
    """An amount for each line."""

    bearer = forms.ChoiceField(label=_("Who bears it"), choices=Bearer.choices)
    reason = _words(_("In words"), help_text=_("The group reads it."))

    def __init__(self, *args: Any, lines: Sequence[SellerOrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            field = _rupees(line.name, required=False, help_text=_("Rupees, tax included"))
            field.widget.attrs["class"] = "field"
            self.fields[f"amount_{line.pk}"] = field
        self.order_fields([name for name in self.fields if name.startswith("amount_")])

    def amounts(self) -> dict[int, Money]:
        return {
            int(name.removeprefix("amount_")): Money(amount, "INR")
            for name, amount in self.cleaned_data.items()
            if name.startswith("amount_") and amount
        }


class AdjustForm(DeskForm):
    kind = forms.ChoiceField(
        label=_("Which"),
        choices=[(each.value, each.label) for each in (AdjustmentKind.PENALTY, AdjustmentKind.CREDIT)],
    )
    group_code = forms.CharField(label=_("Group’s code"), max_length=16)
    amount = _rupees(_("Amount in rupees"))
    code = forms.CharField(
        label=_("About which order"), max_length=40, required=False, help_text=_("As 1042-KZ09, or nothing")
    )
    reason = _words(_("Why"), help_text=_("It stands in the group’s statement."))


class BankRefundForm(DeskForm):
    amount = _rupees(_("Amount in rupees"))
    utr = forms.CharField(label=_("The bank’s reference (UTR)"), max_length=40)
    reason = _words(_("Why by bank"))


class CommissionForm(DeskForm):
    group_code = forms.CharField(label=_("Group’s code"), max_length=16, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    craft = forms.ChoiceField(label=_("Craft"), required=False)
    rate_percent = forms.DecimalField(
        label=_("Commission, percent of the value without tax"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Nothing here ends the rule that is there."),
    )
    gst_percent = forms.DecimalField(
        label=_("GST on the commission, percent"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        initial=18,
    )
    valid_from = _day(_("In force from"), help_text=_("Tomorrow or later."))
    reason = _words(_("Why"))

    def __init__(
        self,
        *args: Any,
        categories: Sequence[tuple[str, str]],
        crafts: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("category", categories), ("craft", crafts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]


class RemittanceForm(DeskForm):
    carrier = forms.ChoiceField(label=_("Carrier"))
    reference = forms.CharField(label=_("Bank’s reference (UTR), or number of the advice"), max_length=40)
    received_on = _day(_("Received on"))
    reason = forms.CharField(label=_("Note"), max_length=200, required=False)
    rows = forms.CharField(
        label=_("Parcels"),
        required=False,
        max_length=CSV_MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: parcel, amount, fee, GST on the fee. The last two may be left out."),
    )
    file = forms.FileField(label=_("Or the same as a CSV file"), required=False)

    def __init__(self, *args: Any, carriers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in carriers]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent = given.get("file")
        if sent is not None:
            if sent.size > CSV_MAX_BYTES:
                self.add_error("file", _("At most 1 MB; send it in parts."))
            else:
                try:
                    given["rows"] = sent.read().decode("utf-8-sig")
                except UnicodeDecodeError:
                    self.add_error("file", _("This is not a CSV file in UTF-8."))
        if not given.get("rows", "").strip() and not self.errors:
            self.add_error("rows", _("Name at least one parcel."))
        return given
