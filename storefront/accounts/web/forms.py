"""What may be typed on the account's pages."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import BadPhone, mobile_number
from storefront.accounts.errors import BadContact
from storefront.accounts.models import ContactKind
from storefront.checkout.forms import AddressForm as CheckoutAddress

_INDIA = "+91"


def contact_of(typed: str) -> tuple[ContactKind, str]:
    """
    Return what was typed as (kind, value): small letters, or E.164.

    Phones are Indian: our registered texts go to no other, and codes to numbers of the world can be made to
    cost money.

    Raises:
        BadContact.
    """
    text = typed.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise BadContact from None
        if text.lower().endswith(".invalid"):
            raise BadContact
        return ContactKind.EMAIL, text.lower()
    try:
        number = mobile_number(text)
    except BadPhone:
        raise BadContact from None
    if not number.startswith(_INDIA):
        raise BadContact
    return ContactKind.PHONE, number


class ContactForm(forms.Form):
    contact = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=254,
        error_messages={"required": _("Write your e-mail address or your mobile number.")},
        widget=forms.TextInput(
            attrs={
                "class": "field",
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class CodeForm(forms.Form):
    otp = forms.CharField(
        label=_("Six digits"),
        max_length=40,
        error_messages={"required": _("Type the six digits of the message.")},
        widget=forms.TextInput(
            attrs={"class": "field otp", "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class LinkForm(forms.Form):
    link = forms.CharField(
        label=_("Link to your order"),
        max_length=500,
        help_text=_("From the mail about your order"),
        error_messages={"required": _("Paste the link from the mail about your order.")},
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "url", "autocomplete": "off"}),
    )


class SettingsForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "field"}),
    )


def new_key() -> str:
    """Return a key for a form that is about to be shown: sent twice, it does its work once."""
    return str(uuid4())


class KeyForm(forms.Form):
    """The hidden key of a form that has nothing else."""

    key = forms.UUIDField()


class AddressForm(CheckoutAddress):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    default = forms.BooleanField(label=_("Use it as my usual address"), required=False)

    field_order = ("name", "phone", "pin", "line1", "line2", "city", "default")

    def pressed(self) -> UUID:
        key: Any = self.cleaned_data.get("key")
        return key if isinstance(key, UUID) else uuid4()
