"""Our units as codes of UNECE Recommendation 20, which UNTP asks for."""

from typing import Final

_CODES: Final = {
    "%": "P1",
    "µm": "4H",
    "μm": "4H",
    "micron": "4H",
    "mm": "MMT",
    "cm": "CMT",
    "m": "MTR",
    "in": "INH",
    "ft": "FOT",
    "g": "GRM",
    "kg": "KGM",
    "mg": "MGM",
    "mg/kg": "NA",
    "ml": "MLT",
    "l": "LTR",
    "°c": "CEL",
    "days": "DAY",
    "months": "MON",
    "years": "ANN",
    "g/m²": "GM",
    "gsm": "GM",
    "count": "C62",
    "": "C62",
}


def unit_code(unit: str) -> str | None:
    """Return the code of a unit, C62 (one) for none; None for a unit that the recommendation has not."""
    return _CODES.get(unit.strip().lower())
