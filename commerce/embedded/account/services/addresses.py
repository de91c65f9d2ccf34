"""Addresses: checked and written the one way in which carriers and tax rules expect them."""

from collections.abc import Mapping
from typing import Any, Final

import phonenumbers

from commerce.embedded.account.countries import COUNTRY_NAMES
from commerce.embedded.account.rules import FIELD_NAMES, rules_of
from commerce.embedded.engine.errors import Refusal, Refusals

ADDRESS_FIELDS: Final = (
    "first_name",
    "last_name",
    "company_name",
    "street_address_1",
    "street_address_2",
    "city",
    "city_area",
    "postal_code",
    "country",
    "country_area",
    "phone",
)
_LENGTHS: Final = {"postal_code": 20, "city_area": 128, "country_area": 128, "phone": 20}
_INVALID: Final = "This value is not valid for the address."
_REQUIRED: Final = "This field is required."


def validated_address(
    address: Mapping[str, Any],
    *,
    address_type: str | None,
    check_required_fields: bool = True,
    check_fields_format: bool = True,
    enable_normalization: bool = True,
) -> dict[str, Any]:
    """
    Return the fields of an Address from an AddressInput, every one present, as text.

    The state becomes its official name ("Jammu & Kashmir" gives "Jammu and Kashmir"), the city is
    put in capitals where the country writes it so, the postal code must fit country and state, the
    telephone number becomes E.164. Metadata, when given, is returned under ``metadata``.

    Raises:
        Refusals: for each faulty field its contract name, REQUIRED or INVALID, and Saleor's sentence.
    """
    fields = {name: str(_given(address, name) or "").strip() for name in ADDRESS_FIELDS}
    faults: dict[str, tuple[str, str]] = {}
    for name, value in fields.items():
        if "\x00" in value or len(value) > _LENGTHS.get(name, 256):
            faults[_contract_name(name)] = ("INVALID", _INVALID)
    country = fields["country"]
    if not country:
        faults["country"] = ("REQUIRED", _REQUIRED)
    elif country not in COUNTRY_NAMES:
        faults["country"] = ("INVALID", _INVALID)
    elif not faults:
        normal, found = _normalized(fields)
        faults.update(found)
        if enable_normalization:
            fields = normal
    fields["phone"] = _phone(fields["phone"], country, faults)
    kept = [
        Refusal(message, code=code, field=field, address_type=address_type)
        for field, (code, message) in faults.items()
        if (check_required_fields or code != "REQUIRED" or field == "country")
        and (check_fields_format or code != "INVALID" or field == "country")
    ]
    if kept:
        raise Refusals(kept)
    found_metadata = {item["key"]: item["value"] for item in address.get("metadata") or ()}
    return {**fields, "metadata": found_metadata}


def _given(address: Mapping[str, Any], name: str) -> Any:
    """Return a field by the model's name, whichever way the engine spelt `streetAddress1`."""
    if name.startswith("street_address_"):
        return address.get(name) or address.get(name.replace("address_", "address"))
    return address.get(name)


def _contract_name(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _normalized(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the fields in the country's spelling, and what is wrong with them, in Saleor's order."""
    normal = dict(fields)
    faults: dict[str, tuple[str, str]] = {}
    try:
        rules = rules_of(fields["country"], fields["country_area"].lower())
        if rules.city_choices:
            rules = rules_of(
                fields["country"],
                fields["country_area"].lower(),
                fields["city"].lower(),
                fields["city_area"].lower(),
            )
    except ValueError:
        return normal, {"country": ("INVALID", _INVALID)}
    choices = {
        "country_area": rules.country_area_choices,
        "city": rules.city_choices,
        "city_area": rules.city_area_choices,
    }
    for name in ("country_area", "city", "city_area", "postal_code", "street_address"):
        column = "street_address_1" if name == "street_address" else name
        value = fields[column]
        if name in rules.upper_fields:
            value = value.upper()
        if name not in rules.allowed_fields:
            value = ""
        elif not value and name in rules.required_fields:
            faults[FIELD_NAMES[name]] = ("REQUIRED", _REQUIRED)
        elif value and choices.get(name):
            official = _official(value, choices[name])
            # A Hindi label leads to the English label, and that to the official name.
            official = official and (_official(official, choices[name]) or official)
            if official is None:
                faults[FIELD_NAMES[name]] = ("INVALID", _INVALID)
            value = official or value
        if name == "postal_code" and value and not _fits(value, rules.postal_code_matchers):
            faults["postalCode"] = ("INVALID", _INVALID)
        normal[column] = value
    return normal, faults


def _official(value: str, choices: list[tuple[str, str]]) -> str | None:
    wanted = value.lower()
    for key, label in choices:
        if wanted in (key.lower(), label.lower()):
            return key
    return None


def _fits(value: str, matchers: list[Any]) -> bool:
    return all(matcher.match(value) for matcher in matchers)


def _phone(value: str, country: str, faults: dict[str, tuple[str, str]]) -> str:
    if not value:
        return ""
    try:
        number = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        faults["phone"] = ("INVALID", "The phone number entered is not valid.")
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
