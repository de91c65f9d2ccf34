"""The editor's fields as templates draw them: name, label, what stands in it, what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalogue.facade import kinds
from certification.standards.content import SCHEMES
from certification.standards.iso2859 import AQLS, CODE_LETTERS
from certification.standards.web.sheet import Sheet
from certification.standards.words import (
    ANSWERED_BY,
    EVIDENCE_KINDS,
    LICENCES,
    PARAMETER_KINDS,
    SAMPLING_KINDS,
    SUBJECTS,
)

Options = Iterable[tuple[str, "str | Promise"]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field. ``kind``: text, number, date, select, area, check. ``shown`` are classes that hide it."""

    name: str
    label: str
    kind: str
    value: str
    error: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    shown: str = ""
    focus: bool = False


class Drawn:
    """Makes cells of one sheet."""

    def __init__(self, sheet: Sheet, faults: Mapping[str, str]) -> None:
        self.sheet, self.faults = sheet, faults
        self.labels: dict[str, str] = {}

    def cell(
        self,
        name: str,
        label: str,
        kind: str = "text",
        *,
        options: Options = (),
        help: str = "",
        shown: str = "",
    ) -> Cell:
        self.labels[name] = label
        first = name in (f"{self.sheet.fresh}_code", f"{self.sheet.fresh}_name")
        return Cell(
            name=name,
            label=label,
            kind=kind,
            value=self.sheet.fields.get(name, ""),
            error=self.faults.get(name, ""),
            help=help,
            options=tuple((value, str(text)) for value, text in options),
            shown=shown,
            focus=bool(self.sheet.fresh) and first and name.endswith("_name" if name[0] == "p" else "_code"),
        )


def drawn(sheet: Sheet, faults: Mapping[str, str], *, is_new_standard: bool) -> dict[str, Any]:
    """Return what the editor's template draws."""
    at = Drawn(sheet, faults)
    made: dict[str, Any] = {
        "head": _head(at, is_new_standard=is_new_standard),
        "kinds": [(kind.slug, kind.name, kind.slug in sheet.kinds) for kind in kinds()],
        "kinds_error": faults.get("kinds", ""),
        "grades": [_grade(at, row) for row in sheet.rows["g"]],
        "grades_error": faults.get("grades", ""),
        "parameters": [_parameter(at, row) for row in sheet.rows["p"]],
        "parameters_error": faults.get("parameters", ""),
        "evidence": [_evidence(at, row) for row in sheet.rows["e"]],
        "sampling": _sampling(at),
        "rows": {letter: ",".join(rows) for letter, rows in sheet.rows.items()},
        "hidden": {name: sheet.fields.get(name, "") for name in ("revision", "key")},
    }
    made["summary"] = _summary(at)
    return made


def _head(at: Drawn, *, is_new_standard: bool) -> list[Cell]:
    none = [("", _("Choose"))]
    cells = [
        at.cell("title", _("Title")),
        at.cell("valid_from", _("In force from"), "date"),
        at.cell("subject", _("A certificate is for"), "select", options=[*none, *SUBJECTS.items()]),
        at.cell("scheme", _("Scheme (ISO/IEC 17067)"), "select", options=[*none, *SCHEMES.items()]),
        at.cell("validity_months", _("A certificate is valid for (months)"), "number"),
        at.cell(
            "surveillance_months",
            _("Looked at again after (months)"),
            "number",
            help=_("Empty for schemes 1a and 1b"),
        ),
        at.cell("gi", _("Geographical indication"), help=_("Its name; empty where there is none")),
        at.cell("licence", _("Licence that the group needs"), "select", options=LICENCES.items()),
        at.cell("expires", _("The goods themselves expire"), "check"),
        at.cell("note", _("What is new, and why"), "area"),
    ]
    if is_new_standard:
        code = at.cell("standard_code", _("Code of the standard"), help=_("Such as JK-NAMDA"))
        cells.insert(0, code)
    return cells


def _grade(at: Drawn, row: str) -> dict[str, Any]:
    return {
        "row": row,
        "cells": [at.cell(f"g{row}_code", _("Code")), at.cell(f"g{row}_name", _("Name of the grade"))],
    }


def _parameter(at: Drawn, row: str) -> dict[str, Any]:
    name = f"p{row}"
    get = at.sheet.get
    cells = [
        at.cell(f"{name}_name", _("Name")),
        at.cell(f"{name}_code", _("Code"), help=_("Formulas use it")),
        at.cell(f"{name}_kind", _("Value"), "select", options=PARAMETER_KINDS.items()),
        at.cell(f"{name}_source", _("Answered by"), "select", options=ANSWERED_BY.items()),
        at.cell(f"{name}_unit", _("Unit"), shown="k-number"),
        at.cell(f"{name}_method", _("Method")),
        at.cell(
            f"{name}_formula",
            _("Formula"),
            help=_("Codes, numbers, + - * / ( ), min( ), max( )"),
            shown="k-formula",
        ),
        at.cell(
            f"{name}_choices",
            _("Choices"),
            "area",
            help=_("One on a line: code = what people read"),
            shown="k-choice",
        ),
        *(cell for grade in at.sheet.rows["g"] for cell in _limit(at, name, grade)),
        at.cell(f"{name}_origin", _("Source of these values")),
        at.cell(f"{name}_critical", _("Critical: below the limit there is no certificate"), "check"),
        at.cell(f"{name}_confirmed", _("Confirmed: read in that source"), "check"),
    ]
    return {
        "row": row,
        "title": get(f"{name}_name") or _("New parameter"),
        "is_unconfirmed": not get(f"{name}_confirmed"),
        "is_wrong": any(each.error for each in cells),
        "cells": cells,
    }


def _limit(at: Drawn, name: str, grade: str) -> list[Cell]:
    place = f"{name}_l{grade}"
    title = at.sheet.get(f"g{grade}_name") or at.sheet.get(f"g{grade}_code") or "–"
    answers = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
    return [
        at.cell(f"{place}_min", _("%(grade)s: at least") % {"grade": title}, shown="k-number"),
        at.cell(f"{place}_max", _("%(grade)s: at most") % {"grade": title}, shown="k-number"),
        at.cell(
            f"{place}_one_of",
            _("%(grade)s: one of") % {"grade": title},
            help=_("Codes with commas between"),
            shown="k-choice",
        ),
        at.cell(
            f"{place}_expected",
            _("%(grade)s: must be") % {"grade": title},
            "select",
            options=answers,
            shown="k-boolean",
        ),
    ]


def _evidence(at: Drawn, row: str) -> dict[str, Any]:
    name = f"e{row}"
    return {
        "row": row,
        "cells": [
            at.cell(f"{name}_code", _("Code")),
            at.cell(f"{name}_label", _("What is asked for")),
            at.cell(f"{name}_kind", _("As"), "select", options=EVIDENCE_KINDS.items()),
            at.cell(f"{name}_required", _("Required"), "check"),
        ],
    }


def _sampling(at: Drawn) -> list[Cell]:
    levels = [("", "–"), *((level, level) for level in CODE_LETTERS)]
    aqls = [("", "–"), *((aql, aql) for aql in AQLS)]
    return [
        at.cell("sampling_kind", _("Pieces looked at"), "select", options=SAMPLING_KINDS.items()),
        at.cell("level", _("Inspection level"), "select", options=levels, shown="k-table"),
        at.cell("aql", _("AQL"), "select", options=aqls, shown="k-table"),
        at.cell("count", _("How many of each lot"), "number", shown="k-fixed"),
    ]


def _summary(at: Drawn) -> list[tuple[str, str]]:
    """Return (field, sentence) in the order of the page, with the names of row and field."""
    order = {name: place for place, name in enumerate(at.labels)}
    get, made = at.sheet.get, []
    for name, sentence in sorted(at.faults.items(), key=lambda fault: order.get(fault[0], -1)):
        row = name.partition("_")[0]
        is_row = row[:1] in "gpe" and row[1:].isdigit()
        words = [get(f"{row}_name") or get(f"{row}_label")] if is_row else []
        words = [each for each in (*words, at.labels.get(name, "")) if each]
        made.append((name, f"{', '.join(words)}: {sentence}" if words else sentence))
    return made
