"""The columns of a sheet of groups, and the headings by which lists from the field call them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sellers.registry.imports.faults import CellFault


@dataclass(frozen=True, slots=True)
class Column:
    """``longest`` in characters. A column that is not required may be missing as a whole."""

    name: str
    required: bool
    longest: int
    headings: tuple[str, ...]


COLUMNS: Final[tuple[Column, ...]] = (
    Column("code", True, 16, ("code", "shg code", "group code")),
    Column("name", True, 120, ("name", "shg name", "group name", "name of shg", "name of the group")),
    Column("name_hi", False, 120, ("name hi", "name in hindi", "hindi name")),
    Column("name_ur", False, 120, ("name ur", "name in urdu", "urdu name")),
    Column("division", False, 8, ("division",)),
    Column("district", True, 40, ("district", "district name")),
    Column("block", True, 60, ("block", "block name")),
    Column("village", True, 80, ("village", "village name", "village or post office")),
    Column("pincode", True, 6, ("pincode", "pin code", "pin", "postal code")),
    Column(
        "village_organisation",
        False,
        120,
        ("village organisation", "village organization", "vo", "vo name", "name of vo"),
    ),
    Column(
        "cluster_level_federation",
        False,
        120,
        ("cluster level federation", "clf", "clf name", "name of clf"),
    ),
    Column("members", True, 3, ("members", "number of members", "no of members", "total members")),
    Column("formed_year", True, 4, ("formed year", "formed", "year formed", "year of formation")),
    Column("tax_status", False, 24, ("tax status", "gst status")),
    Column("gstin", False, 15, ("gstin", "gst number")),
    Column("mission_code", False, 24, ("mission code", "lokos code", "nrlm code", "nrlm shg code")),
    Column("slug", False, 140, ("slug",)),
)
BY_NAME: Final[Mapping[str, Column]] = {column.name: column for column in COLUMNS}
_BY_HEADING: Final[Mapping[str, str]] = {
    heading: column.name for column in COLUMNS for heading in column.headings
}


def plain_heading(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def column_of(heading: str) -> str | None:
    return _BY_HEADING.get(plain_heading(heading))


def columns_of(headings: Sequence[str]) -> tuple[dict[str, int], list[CellFault]]:
    """
    Return where each column stands in a sheet with these headings, and what is wrong with them.

    Headings that say nothing to us are passed over.
    """
    places: dict[str, int] = {}
    faults: list[CellFault] = []
    for place, heading in enumerate(headings):
        name = column_of(heading)
        if name is None:
            continue
        if name in places:
            faults.append(CellFault(name, heading, "heading-twice"))
        places.setdefault(name, place)
    faults += [
        CellFault(column.name, "", "heading-missing", ", ".join(column.headings[:3]))
        for column in COLUMNS
        if column.required and column.name not in places
    ]
    if ("gstin" in places) != ("tax_status" in places):
        missing = "tax_status" if "gstin" in places else "gstin"
        faults.append(CellFault(missing, "", "heading-pair", BY_NAME[missing].headings[0]))
    return places, faults
