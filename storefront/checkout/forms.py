"""The checkout's form. It is bound to what was typed at every step, so nothing typed is lost."""

import re
import unicodedata
from dataclasses import replace
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

from logistics.facade import PincodeUnknown, Place, place
from storefront.checkout.contracts import Contact
from storefront.checkout.extras import ExtrasForm, region_of

_PINCODE = re.compile(r"[1-9]\d{5}")
METHODS = (("stripe", _("Card")), ("upi", _("UPI")), ("cash-on-delivery", _("Cash on delivery")))
_MOBILE_KINDS = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class PincodeField(forms.CharField):
    """Six digits, in whichever script; spaces between them do not matter. Cleans to a Place."""

    def to_python(self, value: Any) -> Any:
        text = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
            for sign in (value or "")
            if not sign.isspace()
        )
        if not text:
            return ""
        if not _PINCODE.fullmatch(text):
            raise forms.ValidationError(gettext("A PIN code has six digits, such as 190001."), code="invalid")
        return text

    def clean(self, value: Any) -> Any:
        pincode = super().clean(value)
        try:
            return place(pincode)
        except PincodeUnknown as unknown:
            raise forms.ValidationError(
                gettext("We do not know this PIN code. Look at its six digits again."), code="unknown"
            ) from unknown


class MobileField(forms.CharField):
    """
    A mobile number, of ``region`` or else Indian unless a country code says otherwise. Cleans to E.164.
    """

    region = "IN"

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        for region in dict.fromkeys((self.region, "IN")):
            if (found := _number(text, region)) is not None:
                return found
        raise forms.ValidationError(_no_phone(), code="invalid")


def _number(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    indian = number.country_code == 91
    if not phonenumbers.is_valid_number(number) or (
        indian and phonenumbers.number_type(number) not in _MOBILE_KINDS
    ):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _no_phone() -> str:
    return gettext("Give a mobile number we can call: 10 digits, or with the country code in front.")


def _text(label: Any, autocomplete: str, *, required: Any = "", limit: int = 120) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        required=bool(required),
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": autocomplete}),
    )


class PincodeForm(forms.Form):
    """The PIN alone: what the Check button sends, with everything else left for later."""

    pin = PincodeField(
        label=_("PIN code"),
        max_length=12,
        error_messages={"required": _("Fill in the PIN code first.")},
        widget=forms.TextInput(
            attrs={"class": "field", "autocomplete": "postal-code", "inputmode": "numeric"}
        ),
    )


class AddressForm(PincodeForm):
    """Where somebody lives, and how the carrier reaches her."""

    #: The e-mail address where none was typed.
    stand_in = ""

    phone = MobileField(
        label=_("Mobile"),
        max_length=32,
        help_text=_("For delivery calls"),
        error_messages={"required": _("Fill in a mobile number for the delivery.")},
        widget=forms.TextInput(
            attrs={"class": "field", "type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    name = _text(_("Full name"), "name", required=_("Fill in the name for the parcel."))
    line1 = _text(_("House and street"), "address-line1", required=_("Fill in the house and street."))
    line2 = _text(_("Area or landmark"), "address-line2")
    city = _text(_("Town or city"), "address-level2", limit=80)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        where = cleaned.get("pin")
        if isinstance(where, Place) and not cleaned.get("city"):
            if where.district:
                cleaned["city"] = where.district
            elif "city" not in self.errors:
                self.add_error("city", gettext("Fill in the town or city."))
        return cleaned

    def contact(self) -> Contact:
        """Return what was typed, cleaned. Only for a valid form."""
        data = self.cleaned_data
        return Contact(
            phone=data["phone"],
            email=data.get("email") or self.stand_in,
            name=" ".join(data["name"].split()),
            line1=data["line1"],
            line2=data["line2"],
            city=data["city"],
            pincode=data["pin"].pincode,
            state=data["pin"].state,
        )


class CheckoutForm(ExtrasForm, AddressForm):
    """Everything that an order needs. Whether a way to pay may be used is the payment app's to say."""

    field_order = ("pin", "phone", "email")

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("For your bill and the link to your order"),
        error_messages={
            "required": _("Fill in your e-mail address: the link to your order goes there."),
            "invalid": _("Write the e-mail address as in name@example.in."),
        },
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "email"}),
    )
    method = forms.ChoiceField(
        label=_("Payment"),
        choices=METHODS,
        error_messages={"required": _("Choose how to pay."), "invalid_choice": _("Choose how to pay.")},
    )
    total = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    gift_phone = MobileField(
        label=_("Mobile of who gets it"),
        max_length=32,
        required=False,
        help_text=_("For the delivery; not needed for a surprise"),
        widget=forms.TextInput(attrs={"class": "field", "type": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, stand_in: str = "", **options: Any) -> None:
        """``stand_in``: what the store keeps for a buyer without a mailbox; she need give none."""
        super().__init__(*args, **options)
        self.stand_in = stand_in
        if stand_in:
            self.fields["email"].required = False
        phone = self.fields["phone"]
        assert isinstance(phone, MobileField)
        phone.region = region_of(self.data.get("bill_country"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_extras()
        return cleaned

    def contact(self) -> Contact:
        """Return what was typed, cleaned. Only for a valid form."""
        return replace(super().contact(), gift=self.gift(), billing=self.billing())


def add_refusal(form: forms.Form, field: str | None, sentence: str) -> None:
    """Put a refusal beside its field, or above the form where it has none."""
    form.add_error(field if field in form.fields else None, sentence)


def keep_only_errors_of(form: forms.Form, field: str) -> None:
    """Forget what other fields lack: a button for one field asks for that one only."""
    for name in [name for name in form.errors if name != field]:
        del form.errors[name]
