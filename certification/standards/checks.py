"""
What makes a version's content complete and free of contradiction. Pure.

Faults are named by their place in the JSON: ``parameters.2.limits.I.min`` -> a sentence.
"""

import keyword
import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from certification.standards.content import SCHEMES
from certification.standards.errors import BadFormula
from certification.standards.formulas import names_in
from certification.standards.iso2859 import AQLS, CODE_LETTERS

GRADE_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,11}")
CODE: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
NUMBERS: Final = ("range", "count", "formula")
KINDS: Final = ("range", "enumeration", "boolean", "count", "formula")
SOURCES: Final = ("inspection", "laboratory", "declared")
EVIDENCE: Final = ("photo", "document", "statement")
SUBJECTS: Final = ("lot", "unit", "product")
MOST_GRADES, MOST_PARAMETERS, MOST_EVIDENCE = 5, 30, 20
LONGEST_MONTHS: Final = 240
#: Batch and type certification end with the certificate; the others look again.
WITHOUT_SURVEILLANCE: Final = ("1a", "1b")

Faults = dict[str, str]


def faults_of(content: Mapping[str, Any], *, known_kinds: Collection[str]) -> Faults:
    """Return what is missing or wrong; nothing where the version may be saved."""
    faults: Faults = {}
    _head(content, known_kinds, faults)
    codes = _grades(content["grades"], faults)
    _parameters(content["parameters"], codes, faults)
    _evidence(content["evidence"], faults)
    _sampling(content["sampling"], faults)
    return faults


def _head(content: Mapping[str, Any], known_kinds: Collection[str], faults: Faults) -> None:
    _text(content["title"], "title", 120, faults)
    _text(content["gi"], "gi", 80, faults, required=False)
    _text(content["licence"], "licence", 20, faults, required=False)
    if not content["kinds"]:
        faults["kinds"] = _("Choose the goods that it is for.")
    elif unknown := [each for each in content["kinds"] if each not in known_kinds]:
        faults["kinds"] = _("There are no goods called %(names)s.") % {"names": ", ".join(unknown)}
    if content["scheme"] not in SCHEMES:
        faults["scheme"] = _("Choose a type of scheme.")
    if content["subject"] not in SUBJECTS:
        faults["subject"] = _("Choose what a certificate is for.")
    _months(content["validity_months"], "validity_months", faults)
    between, place = content["surveillance_months"], "surveillance_months"
    if content["scheme"] in WITHOUT_SURVEILLANCE:
        if between is not None:
            faults[place] = _("Schemes 1a and 1b have no surveillance: leave it empty.")
    elif between is None:
        faults[place] = _("This type of scheme looks again: after how many months?")
    else:
        _months(between, place, faults)


def _text(value: object, place: str, longest: int, faults: Faults, *, required: bool = True) -> None:
    words = str(value or "").strip()
    if required and not words:
        faults[place] = _("This is missing.")
    elif len(words) > longest:
        faults[place] = _("At most %(count)s characters.") % {"count": longest}


def _months(value: object, place: str, faults: Faults) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LONGEST_MONTHS:
        faults[place] = _("A whole number of months, from 1 to %(count)s.") % {"count": LONGEST_MONTHS}


def _codes(rows: Sequence[Mapping[str, Any]], of: str, shape: re.Pattern[str], faults: Faults) -> list[str]:
    seen: list[str] = []
    for number, row in enumerate(rows):
        code, place = row["code"], f"{of}.{number}.code"
        if not code:
            faults[place] = _("This is missing.")
        elif not shape.fullmatch(code):
            faults[place] = (
                _("Letters, digits and -, at most 12.")
                if shape is GRADE_CODE
                else _("Small letters, digits, _ or -, beginning with a letter; at most 40.")
            )
        elif code in seen:
            faults[place] = _("“%(code)s” is there already.") % {"code": code}
        seen.append(code)
    return seen


def _grades(rows: Sequence[Mapping[str, Any]], faults: Faults) -> list[str]:
    codes = _codes(rows, "grades", GRADE_CODE, faults)
    for number, row in enumerate(rows):
        _text(row["name"], f"grades.{number}.name", 60, faults)
    if not 1 <= len(rows) <= MOST_GRADES:
        faults["grades"] = _("From 1 to %(count)s grades, the best first.") % {"count": MOST_GRADES}
    return codes


def _parameters(rows: Sequence[Mapping[str, Any]], grades: list[str], faults: Faults) -> None:
    codes = _codes(rows, "parameters", CODE, faults)
    numbers = {row["code"] for row in rows if row["kind"] in ("range", "count")}
    for number, row in enumerate(rows):
        place = f"parameters.{number}"
        _text(row["name"], f"{place}.name", 120, faults)
        _text(row["unit"], f"{place}.unit", 20, faults, required=False)
        _text(row["method"], f"{place}.method", 200, faults, required=False)
        _text(row["origin"], f"{place}.origin", 300, faults)
        if row["kind"] not in KINDS:
            faults[f"{place}.kind"] = _("Choose what kind of value it is.")
        if row["source"] not in SOURCES:
            faults[f"{place}.source"] = _("Choose who answers it.")
        if row["kind"] == "formula":
            _formula(row["formula"], numbers, f"{place}.formula", faults)
        if row["kind"] == "enumeration":
            _choices(row["choices"], f"{place}.choices", faults)
        _limits(row, grades, place, faults)
    if not 1 <= len(codes) <= MOST_PARAMETERS:
        faults["parameters"] = _("From 1 to %(count)s parameters.") % {"count": MOST_PARAMETERS}
    elif not any(_asks(limit) for row in rows for limit in row["limits"].values()):
        faults["parameters"] = _("Nothing is judged: at least one parameter needs a limit.")


def _formula(formula: str, numbers: Collection[str], place: str, faults: Faults) -> None:
    try:
        names = names_in(formula)
    except BadFormula as fault:
        faults[place] = fault.message
        return
    strangers = [name for name in names if name not in numbers or keyword.iskeyword(name)]
    if not names:
        faults[place] = _("A formula counts with at least one other parameter.")
    elif strangers:
        faults[place] = _("Not a parameter with a number: %(names)s.") % {"names": ", ".join(strangers)}


def _choices(rows: Sequence[Mapping[str, str]], place: str, faults: Faults) -> None:
    codes = [row["code"] for row in rows]
    if len(rows) < 2:
        faults[place] = _("At least two choices, one on a line: code = what people read.")
    elif len(set(codes)) < len(codes):
        faults[place] = _("A code stands there twice.")
    elif bad := [code for code in codes if not CODE.fullmatch(code)]:
        faults[place] = _("Not a code: “%(code)s”. Small letters, digits, _ or -.") % {"code": bad[0][:40]}


def _asks(limit: Mapping[str, Any]) -> bool:
    return (
        limit["min"] is not None
        or limit["max"] is not None
        or bool(limit["one_of"])
        or (limit["expected"] is not None)
    )


def _limits(row: Mapping[str, Any], grades: list[str], place: str, faults: Faults) -> None:
    read: dict[str, tuple[Decimal | None, Decimal | None]] = {}
    known = {choice["code"] for choice in row["choices"]}
    for code, limit in row["limits"].items():
        at = f"{place}.limits.{code}"
        low, high = (_decimal(limit[end], f"{at}.{end}", faults) for end in ("min", "max"))
        read[code] = low, high
        if low is not None and high is not None and low > high:
            faults[f"{at}.max"] = _("Less than the least allowed.")
        if strangers := [each for each in limit["one_of"] if each not in known]:
            faults[f"{at}.one_of"] = _("Not among the choices: %(codes)s.") % {"codes": ", ".join(strangers)}
        if code not in grades:
            faults[at] = _("There is no grade “%(code)s”.") % {"code": code}
    if row["critical"] and not any(_asks(limit) for limit in row["limits"].values()):
        faults[f"{place}.critical"] = _("What is critical needs a limit.")
    if not any(each.startswith(f"{place}.limits") for each in faults):
        _nested(row["limits"], read, grades, place, faults)


def _decimal(text: object, place: str, faults: Faults) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > Decimal("1e9") or len(str(text)) > 20:
        faults[place] = _("Not a number. Write it with digits and a point, such as 15.2.")
        return None
    return value


def _nested(
    limits: Mapping[str, Any],
    read: Mapping[str, tuple[Decimal | None, Decimal | None]],
    grades: list[str],
    place: str,
    faults: Faults,
) -> None:
    """A lower grade allows what a higher one allows; else the worst of the best grades would mean nothing."""
    empty: dict[str, Any] = {"min": None, "max": None, "one_of": [], "expected": None}
    for better, worse in pairwise(grades):
        high, low = limits.get(better, empty), limits.get(worse, empty)
        for end, stricter in (("min", 0), ("max", 1)):
            one, other = read.get(better, (None, None))[stricter], read.get(worse, (None, None))[stricter]
            if other is not None and (one is None or (other > one if end == "min" else other < one)):
                faults[f"{place}.limits.{worse}.{end}"] = _said(better)
        if low["one_of"] and not (high["one_of"] and set(high["one_of"]) <= set(low["one_of"])):
            faults[f"{place}.limits.{worse}.one_of"] = _said(better)
        if low["expected"] is not None and high["expected"] != low["expected"]:
            faults[f"{place}.limits.{worse}.expected"] = _said(better)


def _said(better: str) -> str:
    return _("Asks more than the better grade “%(code)s” does.") % {"code": better}


def _evidence(rows: Sequence[Mapping[str, Any]], faults: Faults) -> None:
    _codes(rows, "evidence", CODE, faults)
    for number, row in enumerate(rows):
        _text(row["label"], f"evidence.{number}.label", 120, faults)
        if row["kind"] not in EVIDENCE:
            faults[f"evidence.{number}.kind"] = _("Choose what it is.")
    if len(rows) > MOST_EVIDENCE:
        faults["evidence"] = _("At most %(count)s.") % {"count": MOST_EVIDENCE}


def _sampling(sampling: Mapping[str, Any], faults: Faults) -> None:
    kind = sampling["kind"]
    if kind not in ("every-piece", "iso2859", "fixed"):
        faults["sampling.kind"] = _("Choose how many pieces are looked at.")
    if kind == "iso2859" and sampling["level"] not in CODE_LETTERS:
        faults["sampling.level"] = _("Choose an inspection level.")
    if kind == "iso2859" and sampling["aql"] not in AQLS:
        faults["sampling.aql"] = _("Choose an AQL of the table.")
    count = sampling["count"]
    if kind == "fixed" and not (isinstance(count, int) and 1 <= count <= 1000):
        faults["sampling.count"] = _("A whole number of pieces, from 1 to 1000.")
