"""The form that makes a voucher. It carries a key made when it was drawn: sent twice it counts once."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.client import DiscountValueTypeEnum, VoucherTypeEnum
from jkrlm.kernel.clock import INDIA, today
from jkrlm.kernel.forms import KeyedForm
from storefront.vouchers.making import VoucherWish

_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{2,29}")
PERCENT, RUPEES, DELIVERY = "percent", "rupees", "delivery"
#: A voucher above this is no discount any more; free delivery has its own kind.
PERCENT_MOST: Final = Decimal(90)


def _field(**attributes: Any) -> dict[str, Any]:
    return {"class": "field", **attributes}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_field(type="date")),
        error_messages={"invalid": _("Write the day like 2026-11-30.")},
    )


class VoucherForm(KeyedForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("Capital letters, digits and hyphens: EID-2026."),
        widget=forms.TextInput(attrs=_field(dir="ltr", autocomplete="off")),
    )
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs=_field()))
    kind = forms.ChoiceField(
        label=_("What it takes off"),
        choices=((PERCENT, _("Per cent")), (RUPEES, _("Rupees")), (DELIVERY, _("The delivery: free"))),
        widget=forms.Select(attrs=_field()),
    )
    value = forms.DecimalField(
        label=_("How much"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        decimal_places=2,
        help_text=_("Per cent or rupees; nothing for free delivery."),
        widget=forms.NumberInput(attrs=_field(inputmode="decimal")),
    )
    category = forms.ChoiceField(label=_("Only for"), required=False, widget=forms.Select(attrs=_field()))
    least = forms.DecimalField(
        label=_("From a bag of (₹)"),
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(1_000_000),
        decimal_places=2,
        widget=forms.NumberInput(attrs=_field(inputmode="decimal")),
    )
    limit = forms.IntegerField(
        label=_("Orders at most"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs=_field(inputmode="numeric")),
    )
    begins = _day(_("First day"))
    ends = _day(_("Last day"))
    bearer = forms.ChoiceField(
        label=_("Who pays it"),
        choices=(("operator", _("JKRLM: groups are paid the full price")), ("group", _("The groups"))),
        help_text=_("Free delivery is always JKRLM's."),
        widget=forms.Select(attrs=_field()),
    )
    once = forms.BooleanField(label=_("Once for each customer"), required=False)

    def __init__(
        self, *args: Any, categories: Mapping[str, tuple[str, tuple[str, ...]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        named = [(gid, name) for gid, (name, _meant) in categories.items()]
        self.fields["category"].choices = [("", gettext("Everything")), *named]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Three to thirty capital letters, digits and hyphens."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, value = data.get("kind"), data.get("value")
        if kind != DELIVERY and value is None and "value" not in self.errors:
            self.add_error("value", _("Say how much it takes off."))
        if kind == PERCENT and value is not None and value > PERCENT_MOST:
            self.add_error("value", _("At most 90 per cent."))
        if kind == DELIVERY and data.get("category"):
            self.add_error("category", _("Free delivery is for the whole bag."))
        begins, ends = data.get("begins"), data.get("ends")
        for name, day in (("begins", begins), ("ends", ends)):
            if day is not None and not 2000 <= day.year <= 2200:
                self.add_error(name, _("Write the day like 2026-11-30."))
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        if ends and ends < today():
            self.add_error("ends", _("This day is over."))
        return data

    def wish(self) -> VoucherWish:
        """Days are Indian: the first begins at midnight, the last ends with its last second."""
        given = self.cleaned_data
        is_delivery = given["kind"] == DELIVERY
        types = {PERCENT: DiscountValueTypeEnum.PERCENTAGE, RUPEES: DiscountValueTypeEnum.FIXED}
        goods = VoucherTypeEnum.SPECIFIC_PRODUCT if given["category"] else VoucherTypeEnum.ENTIRE_ORDER
        return VoucherWish(
            code=given["code"],
            name=given["name"],
            kind=VoucherTypeEnum.SHIPPING if is_delivery else goods,
            value_type=types.get(given["kind"], DiscountValueTypeEnum.PERCENTAGE),
            value=Decimal(100) if is_delivery else given["value"],
            bearer="operator" if is_delivery else given["bearer"],
            key=given["key"],
            least=given["least"],
            categories=self.categories[given["category"]][1] if given["category"] else (),
            once_per_customer=given["once"],
            limit=given["limit"],
            begins=_at(given["begins"], time.min),
            ends=_at(given["ends"], time(23, 59, 59)),
        )


def _at(day: date | None, moment: time) -> datetime | None:
    return datetime.combine(day, moment, tzinfo=INDIA) if day else None
