"""An address is checked as the post office would, and written one way."""

from typing import Any

import pytest

from commerce.embedded.account.services.addresses import validated_address
from commerce.embedded.engine.errors import Refusals
from tests.embedded.catalogue_world import public

HOME = {
    "first_name": "Aarif",
    "last_name": "Wani",
    "street_address1": "12 Residency Road",
    "city": "Srinagar",
    "country_area": "Jammu & Kashmir",
    "postal_code": "190001",
    "country": "IN",
    "phone": "+911942452690",
}


def faults(*, rules: dict[str, bool] | None = None, **changed: Any) -> list[tuple[str, str]]:
    """Return field and code of what is wrong with the address so changed."""
    try:
        validated_address({**HOME, **changed}, address_type="SHIPPING", **(rules or {}))
    except Refusals as refused:
        assert {entry["address_type"] for entry in refused.entries} == {"SHIPPING"}
        return [(entry["field"], entry["code"]) for entry in refused.entries]
    return []


def test_state_and_city_get_their_official_spelling() -> None:
    assert validated_address(HOME, address_type="SHIPPING") == {
        "first_name": "Aarif",
        "last_name": "Wani",
        "company_name": "",
        "street_address_1": "12 Residency Road",
        "street_address_2": "",
        "city": "SRINAGAR",
        "city_area": "",
        "postal_code": "190001",
        "country": "IN",
        "country_area": "Jammu and Kashmir",
        "phone": "+911942452690",
        "metadata": {},
    }


@pytest.mark.parametrize("state", ["Jammu and Kashmir", "jammu & kashmir", "जम्मू और कश्मीर"])
def test_a_state_is_known_by_each_of_its_names(state: str) -> None:
    found = validated_address({**HOME, "country_area": state}, address_type="SHIPPING")
    assert found["country_area"] == "Jammu and Kashmir"


def test_faults_come_with_saleors_fields_and_codes() -> None:
    assert faults(country_area="JK") == [("countryArea", "INVALID")]
    assert faults(country_area="Nowhere", postal_code="19") == [
        ("countryArea", "INVALID"),
        ("postalCode", "INVALID"),
    ]
    assert faults(postal_code="110001") == [("postalCode", "INVALID")]
    assert faults(city="", street_address1="") == [("city", "REQUIRED"), ("streetAddress1", "REQUIRED")]
    assert faults(phone="12") == [("phone", "INVALID")]
    assert faults(phone="call me") == [("phone", "INVALID")]
    assert faults(country=None) == [("country", "REQUIRED")]
    assert faults(city="\x00") == [("city", "INVALID")]
    assert faults(first_name="a" * 257) == [("firstName", "INVALID")]
    try:
        validated_address({**HOME, "postal_code": "19"}, address_type="BILLING")
    except Refusals as refused:
        assert refused.entries == [
            {
                "message": "This value is not valid for the address.",
                "code": "INVALID",
                "field": "postalCode",
                "address_type": "BILLING",
            }
        ]


def test_rules_can_be_waived_as_saleor_lets_them() -> None:
    assert faults(city="", rules={"check_required_fields": False}) == []
    assert faults(postal_code="19", rules={"check_fields_format": False}) == []
    raw = validated_address(HOME, address_type="SHIPPING", enable_normalization=False)
    assert (raw["city"], raw["country_area"]) == ("Srinagar", "Jammu & Kashmir")


def test_telephone_numbers_become_international() -> None:
    found = validated_address({**HOME, "phone": "0194 245 2690"}, address_type="SHIPPING")
    assert found["phone"] == "+911942452690"


def test_a_country_without_postal_codes_has_none() -> None:
    there = {"street_address1": "1 Road", "city": "Dubai", "country_area": "Dubai", "country": "AE"}
    found = validated_address({**there, "postal_code": "12345"}, address_type="SHIPPING")
    assert found["postal_code"] == ""


def test_the_rules_are_told_to_whoever_asks() -> None:
    rules = public(
        """{ addressValidationRules(countryCode: IN) { addressFormat allowedFields requiredFields
             countryAreaType countryAreaChoices { raw verbose } postalCodeMatchers postalCodeExamples
             postalCodeType } }"""
    )["addressValidationRules"]
    choices = rules.pop("countryAreaChoices")
    assert rules == {
        "addressFormat": "%N%n%O%n%A%n%C %Z%n%S",
        "allowedFields": [
            "postalCode",
            "streetAddress2",
            "name",
            "city",
            "countryArea",
            "companyName",
            "streetAddress1",
        ],
        "requiredFields": ["city", "streetAddress1", "postalCode", "countryArea"],
        "countryAreaType": "state",
        "postalCodeMatchers": ["^\\d{6}$"],
        "postalCodeExamples": ["110034", "110001"],
        "postalCodeType": "pin",
    }
    assert {"raw": "Jammu and Kashmir", "verbose": "Jammu & Kashmir"} in choices
    assert {"raw": "Ladakh", "verbose": "Ladakh"} in choices
