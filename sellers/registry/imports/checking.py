"""Each row of a sheet of groups is judged: what it says of a group, or what is wrong with it. No database."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from django.utils.text import slugify

from sellers.registry.formats import GROUP_CODE, MISSION_CODE, compact, is_gstin
from sellers.registry.imports.columns import BY_NAME, COLUMNS
from sellers.registry.imports.faults import LONGEST_VALUE, CellFault

TAX_STATUSES: Final = ("unregistered_enrolled", "registered", "composition", "none")
WITH_GSTIN: Final = ("registered", "composition")
MEMBERS_MOST: Final = 100
YEAR_FIRST: Final = 1980

_SPACES: Final = re.compile(r"\s+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u2028\u2029\ufffd\ufeff]")
_EXCEL_ERRORS: Final = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
_SHORTENED: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


class District(NamedTuple):
    id: int
    name: str
    division: str


class Staged(NamedTuple):
    """A good row, in the order of the staging table's columns; None where the sheet does not speak of it."""

    row: int
    code: str
    slug: str
    slug_fixed: bool
    name: str
    name_hi: str | None
    name_ur: str | None
    district_id: int
    block: str
    village: str
    pincode: str
    village_organisation: str | None
    cluster_level_federation: str | None
    members: int
    formed_year: int
    tax_status: str | None
    gstin: str | None
    mission_code: str | None


class Bad(Exception):
    """One cell is wrong."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail = detail


def plain(value: object) -> str:
    """Return a cell as text: composed, without gaps at its ends; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else str(value)
    if text.isascii() and text.isalnum():
        return text
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


class RowChecker:
    """Judges the rows of one sheet; remembers codes and numbers, to find those that stand there twice."""

    def __init__(
        self, *, districts: Sequence[District], places: Mapping[str, int], width: int, today: date
    ) -> None:
        self._districts = {each.name.lower(): each for each in districts}
        self._places = [(column, places[column.name]) for column in COLUMNS if column.name in places]
        self._width = width
        self._year = today.year
        self._codes: dict[str, int] = {}
        self._mission_codes: dict[str, int] = {}
        self._checks: dict[str, Callable[[str, int], Any]] = {
            "code": self._code,
            "district": self._district,
            "pincode": _pincode,
            "members": _members,
            "formed_year": self._formed_year,
            "tax_status": _tax_status,
            "gstin": _gstin,
            "mission_code": self._mission_code,
            "slug": _slug,
        }

    def check(self, row: int, cells: Sequence[object]) -> tuple[Staged | None, list[CellFault]]:
        """Return the row as it is staged, or everything that is wrong with it."""
        faults: list[CellFault] = []
        said: dict[str, Any] = {}
        for column, place in self._places:
            text = plain(cells[place]) if place < len(cells) else ""
            try:
                said[column.name] = self._value(column.name, text, row)
            except Bad as bad:
                faults.append(CellFault(column.name, text[:LONGEST_VALUE], bad.rule, bad.detail))
        for name, rule, detail in self._together(said):
            faults.append(CellFault(name, str(said.get(name, ""))[:LONGEST_VALUE], rule, detail))
        if any(plain(cell) for cell in cells[self._width :]):
            faults.append(CellFault("", "", "row-long"))
        return (None, faults) if faults else (self._staged(row, said), [])

    def _value(self, name: str, text: str, row: int) -> Any:
        column = BY_NAME[name]
        if not text:
            if column.required:
                raise Bad("missing")
            return None if name == "tax_status" else ""
        if _CONTROL.search(text):
            raise Bad("signs")
        if text in _EXCEL_ERRORS:
            raise Bad("cell-error")
        check = self._checks.get(name)
        value = check(text, row) if check is not None else text
        if isinstance(value, str) and len(value) > column.longest:
            raise Bad("too-long", str(column.longest))
        return value

    def _together(self, said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Return (column, rule, detail) of what is wrong between the cells of a row."""
        found: list[tuple[str, str, str]] = []
        district = said.get("district")
        division = said.get("division")
        if district and division and division.lower() != district.division.lower():
            found.append(("division", "division-other", district.division))
        if "gstin" in said and "tax_status" in said:
            is_registered = said["tax_status"] in WITH_GSTIN
            if is_registered and not said["gstin"]:
                found.append(("gstin", "gstin-missing", ""))
            if said["gstin"] and not is_registered:
                found.append(("gstin", "gstin-unwanted", ""))
        return found

    def _staged(self, row: int, said: Mapping[str, Any]) -> Staged:
        code, slug = said["code"], said.get("slug") or ""
        status = said.get("tax_status")
        return Staged(
            row=row,
            code=code,
            slug=slug or slugify(said["name"])[:120] or code.lower(),
            slug_fixed=bool(slug),
            name=said["name"],
            name_hi=said.get("name_hi"),
            name_ur=said.get("name_ur"),
            district_id=said["district"].id,
            block=said["block"],
            village=said["village"],
            pincode=said["pincode"],
            village_organisation=said.get("village_organisation"),
            cluster_level_federation=said.get("cluster_level_federation"),
            members=said["members"],
            formed_year=said["formed_year"],
            tax_status=status or ("unregistered_enrolled" if "tax_status" in said else None),
            gstin=said.get("gstin"),
            mission_code=said.get("mission_code"),
        )

    def _code(self, text: str, row: int) -> str:
        code = compact(text)
        if _SHORTENED.fullmatch(text):
            raise Bad("shortened")
        if not GROUP_CODE.fullmatch(code):
            raise Bad("code-form")
        first = self._codes.setdefault(code, row)
        if first != row:
            raise Bad("code-twice", str(first))
        return code

    def _mission_code(self, text: str, row: int) -> str:
        if _SHORTENED.fullmatch(text):
            raise Bad("shortened")
        code = compact(text)
        if not MISSION_CODE.fullmatch(code):
            raise Bad("mission-code-form")
        first = self._mission_codes.setdefault(code, row)
        if first != row:
            raise Bad("mission-code-twice", str(first))
        return code

    def _district(self, text: str, _row: int) -> District:
        found = self._districts.get(text.lower())
        if found is None:
            near = get_close_matches(text.lower(), self._districts, n=1, cutoff=0.6)
            raise Bad("district-unknown", f"{self._districts[near[0]].name}?" if near else "")
        return found

    def _formed_year(self, text: str, _row: int) -> int:
        if not re.fullmatch("[0-9]{4}", text) or not YEAR_FIRST <= int(text) <= self._year:
            raise Bad("year", str(self._year))
        return int(text)


def _pincode(text: str, _row: int) -> str:
    pin = text.replace(" ", "")
    if not (pin.isascii() and pin.isdigit() and len(pin) == 6):
        raise Bad("pincode-form")
    if not "180" <= pin[:3] <= "193":
        raise Bad("pincode-elsewhere")
    return pin


def _members(text: str, _row: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MEMBERS_MOST):
        raise Bad("members-number")
    return int(text)


def _tax_status(text: str, _row: int) -> str:
    status = re.sub("[ -]+", "_", text.lower())
    if status not in TAX_STATUSES:
        raise Bad("tax-status", ", ".join(TAX_STATUSES))
    return status


def _gstin(text: str, _row: int) -> str:
    number = compact(text)
    if not is_gstin(number):
        raise Bad("gstin-form")
    return number


def _slug(text: str, _row: int) -> str:
    if slugify(text) != text:
        raise Bad("slug-form")
    return text
