"""What is typed about goods on the road, and about their prices."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.facade import ShelfGoods
from jkrlm.kernel.money import Money


class TransportForm(forms.Form):
    """Who has the goods: whoever counts them next compares it."""

    transport = forms.CharField(label=_("Who carries it"), max_length=120, required=False)
    carrier = forms.CharField(label=_("Transport company or post, if any"), max_length=60, required=False)
    vehicle = forms.CharField(label=_("Number of the vehicle"), max_length=20, required=False)
    docket = forms.CharField(label=_("Number of the parcel or receipt"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "field", "autocomplete": "off"}


class PricesForm(forms.Form):
    """A price at fairs for each of a group's goods there; none typed: as online."""

    def __init__(
        self, *args: Any, goods: Iterable[ShelfGoods], named: Mapping[str, Money], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goods = list(goods)
        for each in self.goods:
            price = named.get(each.variant_id)
            self.fields[f"p-{each.variant_id}"] = forms.DecimalField(
                label=each.titles["en"],
                required=False,
                max_digits=12,
                decimal_places=2,
                initial=plain(price) if price else "",
                show_hidden_initial=True,
                widget=forms.TextInput(
                    attrs={
                        "class": "field",
                        "inputmode": "decimal",
                        "autocomplete": "off",
                        "placeholder": plain(each.price),
                    }
                ),
            )

    def prices(self) -> dict[str, Money | None]:
        """
        Return what was typed otherwise than it was shown; None: as online. What somebody else named
        meanwhile, and what the sender was not asked for, stays.
        """
        typed: Mapping[str, Decimal | None] = self.cleaned_data
        return {
            each.variant_id: None if amount is None else Money(amount, "INR")
            for each in self.goods
            for name in (f"p-{each.variant_id}",)
            if name in self.data and name in self.changed_data
            for amount in (typed[name],)
        }


def plain(price: Money) -> str:
    """Return rupees as one would type them: 1250, or 1250.50."""
    amount = price.amount
    return f"{amount:f}" if amount % 1 else f"{amount:.0f}"
