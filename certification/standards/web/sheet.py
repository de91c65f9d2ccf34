"""
A version as somebody types it: flat fields with the names of the form, whatever is in them.

Rows are counted by ids that stay when others come and go, so that nothing typed changes its place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import QueryDict

from certification.standards.checks import MOST_EVIDENCE, MOST_GRADES, MOST_PARAMETERS
from certification.standards.contracts import Parameter, Version

LONGEST: Final = 2000
#: Of a standard, not of a grade.
STANDARD_CODE: Final = re.compile(r"(?=.{2,16}$)[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
HEAD: Final = [
    "standard_code",
    "title",
    "valid_from",
    "note",
    "scheme",
    "subject",
    "validity_months",
    "surveillance_months",
    "expires",
    "gi",
    "licence",
    "sampling_kind",
    "level",
    "aql",
    "count",
    "revision",
    "key",
]
GRADE: Final = ("code", "name")
PARAMETER: Final = [
    "code",
    "name",
    "kind",
    "unit",
    "method",
    "critical",
    "source",
    "formula",
    "choices",
    "origin",
    "confirmed",
]
LIMIT: Final = ("min", "max", "one_of", "expected")
EVIDENCE: Final = ("code", "label", "kind", "required")
MOST: Final = {"g": MOST_GRADES, "p": MOST_PARAMETERS, "e": MOST_EVIDENCE}
_BUTTON: Final = re.compile(r"(add|drop|up)-([gpe])(?:-(\d{1,4}))?")


@dataclass(slots=True)
class Sheet:
    fields: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=lambda: {"g": [], "p": [], "e": []})
    #: The row that a button has just added; its first field gets the cursor.
    fresh: str = ""

    def get(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def press(self, button: str) -> bool:
        """Add, drop or lift a row; returns whether the button was one of these."""
        found = _BUTTON.fullmatch(button)
        if found is None:
            return False
        verb, letter, row = found.groups()
        held = self.rows[letter]
        if verb == "add" and len(held) < MOST[letter]:
            fresh = str(max((int(each) for each in held), default=-1) + 1)
            held.append(fresh)
            self.fresh = f"{letter}{fresh}"
            if letter == "e":
                self.fields[f"e{fresh}_required"] = "1"
        elif verb == "drop" and row in held:
            held.remove(row)
        elif verb == "up" and row in held and held.index(row):
            place = held.index(row)
            held[place - 1], held[place] = held[place], held[place - 1]
        return True


def typed(post: QueryDict) -> Sheet:
    """Read a form; what is not a field of it is passed over."""
    sheet = Sheet(kinds=[each[:60] for each in post.getlist("kinds")[:60]])
    for letter in "gpe":
        given = post.get(f"{letter}_rows", "")[:400].split(",")
        rows = [each for each in given if each.isascii() and each.isdigit() and len(each) < 5]
        sheet.rows[letter] = list(dict.fromkeys(rows))[: MOST[letter]]
    for name in names(sheet):
        if name in post:
            sheet.fields[name] = str(post[name])[:LONGEST].replace("\x00", "")
    return sheet


def names(sheet: Sheet) -> list[str]:
    """Return the name of every field of the form."""
    found = list(HEAD)
    found += [f"g{row}_{name}" for row in sheet.rows["g"] for name in GRADE]
    for row in sheet.rows["p"]:
        found += [f"p{row}_{name}" for name in PARAMETER]
        found += [f"p{row}_l{grade}_{name}" for grade in sheet.rows["g"] for name in LIMIT]
    return found + [f"e{row}_{name}" for row in sheet.rows["e"] for name in EVIDENCE]


def blank(first_day: date) -> Sheet:
    """Return an empty form: one grade, one parameter."""
    sheet = Sheet(rows={"g": ["0"], "p": ["0"], "e": []})
    sheet.fields = {
        "valid_from": first_day.isoformat(),
        "g0_code": "pass",
        "g0_name": "Meets the standard",
        "sampling_kind": "every-piece",
        "validity_months": "12",
        "revision": "0",
    }
    return sheet


def of_version(version: Version, *, note: str, revision: int) -> Sheet:
    """Return a version as a form."""
    sheet = Sheet(kinds=list(version.kinds))
    sheet.rows = {
        "g": [str(place) for place in range(len(version.grades))],
        "p": [str(place) for place in range(len(version.parameters))],
        "e": [str(place) for place in range(len(version.evidence))],
    }
    put = sheet.fields
    put |= {
        "standard_code": version.standard_code,
        "title": version.title,
        "valid_from": version.valid_from.isoformat(),
        "note": note,
        "scheme": version.scheme,
        "subject": version.subject,
        "validity_months": str(version.validity_months),
        "surveillance_months": str(version.surveillance_months or ""),
        "expires": "1" if version.expires else "",
        "gi": version.gi,
        "licence": version.licence,
        "sampling_kind": version.sampling.kind,
        "level": version.sampling.level,
        "aql": version.sampling.aql,
        "count": str(version.sampling.count or ""),
        "revision": str(revision),
    }
    for place, grade in enumerate(version.grades):
        put |= {f"g{place}_code": grade.code, f"g{place}_name": grade.name}
    for place, parameter in enumerate(version.parameters):
        _put_parameter(put, f"p{place}", parameter, version)
    for place, asked in enumerate(version.evidence):
        put |= {
            f"e{place}_code": asked.code,
            f"e{place}_label": asked.label,
            f"e{place}_kind": asked.kind,
            f"e{place}_required": "1" if asked.required else "",
        }
    return sheet


def _put_parameter(put: dict[str, str], at: str, each: Parameter, version: Version) -> None:
    put |= {
        f"{at}_code": each.code,
        f"{at}_name": each.name,
        f"{at}_kind": each.kind,
        f"{at}_unit": each.unit,
        f"{at}_method": each.method,
        f"{at}_critical": "1" if each.critical else "",
        f"{at}_source": each.source,
        f"{at}_formula": each.formula,
        f"{at}_choices": "\n".join(f"{choice.code} = {choice.label}" for choice in each.choices),
        f"{at}_origin": each.origin,
        f"{at}_confirmed": "1" if each.confirmed else "",
    }
    for number, grade in enumerate(version.grades):
        limit = each.limits.get(grade.code)
        if limit is not None:
            put |= {
                f"{at}_l{number}_min": "" if limit.minimum is None else format(limit.minimum, "f"),
                f"{at}_l{number}_max": "" if limit.maximum is None else format(limit.maximum, "f"),
                f"{at}_l{number}_one_of": ", ".join(limit.one_of),
                f"{at}_l{number}_expected": {True: "yes", False: "no"}.get(limit.expected, "")
                if limit.expected is not None
                else "",
            }


def content_of(sheet: Sheet) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the JSON that was typed, right or wrong, and which field each place in it came from."""
    came: dict[str, str] = {"sampling.kind": "sampling_kind"}
    for name in ("level", "aql", "count"):
        came[f"sampling.{name}"] = name
    get = sheet.get
    content: dict[str, Any] = {
        "title": get("title"),
        "kinds": list(dict.fromkeys(sheet.kinds)),
        "scheme": get("scheme"),
        "subject": get("subject"),
        "validity_months": whole(get("validity_months")),
        "surveillance_months": whole(get("surveillance_months")) if get("surveillance_months") else None,
        "expires": bool(get("expires")),
        "gi": get("gi"),
        "licence": get("licence"),
        "grades": [
            _row(sheet, came, "grades", place, f"g{row}", GRADE) for place, row in _numbered(sheet, "g")
        ],
        "parameters": [_parameter(sheet, came, place, row) for place, row in _numbered(sheet, "p")],
        "evidence": [
            _row(sheet, came, "evidence", place, f"e{row}", ("code", "label", "kind"))
            | {"required": bool(get(f"e{row}_required"))}
            for place, row in _numbered(sheet, "e")
        ],
        "sampling": _sampling(sheet),
    }
    return content, came


def _sampling(sheet: Sheet) -> dict[str, Any]:
    kind = sheet.get("sampling_kind")
    by_table = kind == "iso2859"
    return {
        "kind": kind,
        "level": sheet.get("level") if by_table else "",
        "aql": sheet.get("aql") if by_table else "",
        "count": whole(sheet.get("count")) if kind == "fixed" else 0,
    }


def whole(text: str) -> int | str:
    """Return a whole number, or what was typed instead of one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text


def _numbered(sheet: Sheet, letter: str) -> list[tuple[int, str]]:
    return list(enumerate(sheet.rows[letter]))


def _row(
    sheet: Sheet, came: dict[str, str], of: str, place: int, at: str, wanted: Sequence[str]
) -> dict[str, Any]:
    for name in wanted:
        came[f"{of}.{place}.{name}"] = f"{at}_{name}"
    return {name: sheet.get(f"{at}_{name}") for name in wanted}


def _parameter(sheet: Sheet, came: dict[str, str], place: int, row: str) -> dict[str, Any]:
    at, of = f"p{row}", f"parameters.{place}"
    for name in PARAMETER:
        came[f"{of}.{name}"] = f"{at}_{name}"
    kind = sheet.get(f"{at}_kind")
    limits = {}
    for grade in sheet.rows["g"]:
        code = sheet.get(f"g{grade}_code")
        limit = _limit(sheet, f"{at}_l{grade}", kind)
        if code and limit is not None:
            limits[code] = limit
        for name in LIMIT:
            came[f"{of}.limits.{code}.{name}"] = f"{at}_l{grade}_{name}"
    words = {
        name: sheet.get(f"{at}_{name}") for name in ("code", "name", "unit", "method", "source", "origin")
    }
    return words | {
        "kind": kind,
        "critical": bool(sheet.get(f"{at}_critical")),
        "limits": limits,
        "formula": sheet.get(f"{at}_formula") if kind == "formula" else "",
        "choices": _choices(sheet.get(f"{at}_choices")) if kind == "enumeration" else [],
        "confirmed": bool(sheet.get(f"{at}_confirmed")),
    }


def _limit(sheet: Sheet, at: str, kind: str) -> dict[str, Any] | None:
    limit: dict[str, Any] = {"min": None, "max": None, "one_of": [], "expected": None}
    if kind in ("range", "count", "formula"):
        limit["min"], limit["max"] = sheet.get(f"{at}_min") or None, sheet.get(f"{at}_max") or None
    elif kind == "enumeration":
        limit["one_of"] = [each.strip() for each in sheet.get(f"{at}_one_of").split(",") if each.strip()]
    elif kind == "boolean":
        limit["expected"] = {"yes": True, "no": False}.get(sheet.get(f"{at}_expected"))
    asks = limit["min"] is not None or limit["max"] is not None or limit["one_of"]
    return limit if asks or limit["expected"] is not None else None


def _choices(text: str) -> list[dict[str, str]]:
    made = []
    for line in text.splitlines()[:40]:
        code, _equals, label = (part.strip() for part in line.partition("="))
        if code:
            made.append({"code": code, "label": (label or code)[:120]})
    return made
