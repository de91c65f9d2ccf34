"""The store's refusals at the checkout, said to a buyer."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storefront.bag.sentences import bag_sentence

_NOT_SENT = _("That way of sending is not offered any more. Check your PIN code again.")

_ORDER: Final[dict[str, Promise]] = {
    "CHECKOUT_NOT_FULLY_PAID": _(
        "The bag changed while you paid, so the payment does not cover it. What you paid goes back to you."
    ),
    "VOUCHER_NOT_APPLICABLE": _(
        "The code on your bag has ended, or somebody else had its last use. Take it off to order without it; "
        "what you paid goes back to you."
    ),
    "TAX_ERROR": _("GST could not be worked out just now. Try again in a minute."),
    "INVALID_SHIPPING_METHOD": _NOT_SENT,
    "DELIVERY_METHOD_NOT_APPLICABLE": _NOT_SENT,
    "SHIPPING_METHOD_NOT_SET": _("Check your PIN code, then choose how each parcel is sent."),
    "SHIPPING_ADDRESS_NOT_SET": _("Fill in the address."),
    "BILLING_ADDRESS_NOT_SET": _("Fill in the address."),
    "EMAIL_NOT_SET": _("Fill in your e-mail address."),
    "NO_LINES": _("Your bag is empty."),
    "PAYMENT_ERROR": _("The payment did not go through. Nothing was taken."),
}

#: The store's address fields, as the form names them. A PIN decides the state, so both point there.
FORM_FIELDS: Final = {
    "postalCode": "pin",
    "countryArea": "pin",
    "country": "pin",
    "city": "city",
    "cityArea": "city",
    "streetAddress1": "line1",
    "streetAddress2": "line2",
    "firstName": "name",
    "lastName": "name",
    "companyName": "name",
    "phone": "phone",
    "email": "email",
}

_FIELD_SENTENCES: Final[dict[str, Promise]] = {
    "pin": _("This PIN code does not fit the address. Check its six digits."),
    "city": _("Give the town or city."),
    "line1": _("Give the house and street."),
    "line2": _("Write the area or landmark in another way."),
    "name": _("Write the full name in another way."),
    "phone": _("Give a mobile number we can call: 10 digits, or with the country code in front."),
    "email": _("Write the e-mail address as in name@example.in."),
}


def order_sentence(code: str, message: str) -> str:
    """Say why no order was made."""
    sentence = _ORDER.get(code)
    return str(sentence) if sentence else bag_sentence(code, message)


def address_sentence(store_field: str | None) -> tuple[str | None, str]:
    """Return (field of the form, sentence) for a refusal of the address; no field where none fits."""
    field = FORM_FIELDS.get(store_field or "")
    if field is None:
        return None, gettext("The store could not take this address. Look at each field again.")
    return field, str(_FIELD_SENTENCES[field])
