"""Phone numbers as people type them, and as we keep them. Pure."""

import unicodedata

import phonenumbers

from jkrlm.people.errors import BadPhone

_MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


def plain_digits(typed: str) -> str:
    """Return a code as people type it, with gaps, hyphens, digits of their script, without all that."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in typed
        if not sign.isspace() and sign != "-"
    )


def mobile_number(typed: str) -> str:
    """
    Return a mobile number in E.164; without a country it is Indian. Digits may be of any script.

    Raises:
        BadPhone: no number, or one that gets no SMS.
    """
    try:
        number = phonenumbers.parse(plain_digits(typed[:40]), "IN")
    except phonenumbers.NumberParseException as fault:
        raise BadPhone from fault
    is_mobile = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _MOBILE
    if not is_mobile or number.extension:
        raise BadPhone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown(number: str) -> str:
    """Return a kept number as people write it: 94190 00000, or with its country where that is not India."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == 91:
        digits = str(parsed.national_number)
        return f"{digits[:5]} {digits[5:]}"
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
