"""What stands on the page of a case, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

import certification.standards.facade as standards
from certification.cases.facade import Case, Finding, HistoryLine, reason_label
from certification.desk.web.rows import what

#: What a history says in facts that are no words for people.
_HIDDEN: Final = frozenset({"key", "by", "inspector"})


@dataclass(frozen=True, slots=True)
class LineRow:
    """One parameter; ``share`` is its value against the limit, in hundredths, None without a scale."""

    name: str
    method: str
    value: str
    limit: str
    passes: bool | None
    grade: str
    critical: bool
    source: str
    share: int | None
    confirmed: bool
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    code: str
    label: str
    required: bool
    photos: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    at: datetime
    who: str
    what: str
    detail: str
    seal: str
    is_true: bool


def line_rows(assessed: standards.Assessment, found: Sequence[Finding]) -> list[LineRow]:
    grades: dict[str, str] = {}
    sources = {each.code: each.source for each in found if not each.replaced}
    earlier: dict[str, list[str]] = {}
    for each in found:
        if each.replaced:
            earlier.setdefault(each.code, []).append(f"{_value(each)} ({each.source})")
    for line in assessed.lines:
        grades[line.parameter.code] = line.grade_code or ""
    return [
        LineRow(
            name=line.parameter.name,
            method=line.parameter.method,
            value=line.value_text or "–",
            limit=line.limit_text,
            passes=line.passes,
            grade=grades[line.parameter.code],
            critical=line.parameter.critical,
            source=sources.get(line.parameter.code, ""),
            share=_share(line),
            confirmed=line.parameter.confirmed,
            earlier=tuple(earlier.get(line.parameter.code, ())),
        )
        for line in assessed.lines
    ]


def evidence_of(case: Case, version: standards.Version) -> list[Evidence]:
    """Return what the seller gave, in the order in which the standard asks for it."""
    told = []
    for asked in version.evidence:
        keys = case.photo_keys if asked.kind == "photo" else case.document_keys
        photos = (
            ()
            if asked.kind == "statement"
            else tuple(
                reverse("cert_desk:photo", args=[case.number, asked.kind, asked.code, place])
                for place in range(len(keys.get(asked.code, ())))
            )
        )
        words = case.statements.get(asked.code, "") if asked.kind == "statement" else ""
        told.append(Evidence(asked.code, asked.label, asked.required, photos, words))
    return told


def history_rows(lines: Sequence[HistoryLine]) -> list[HistoryRow]:
    return [
        HistoryRow(
            at=line.at,
            who=f"{line.who}, {line.on_behalf_of}" if line.on_behalf_of else line.who,
            what=what(line.what),
            detail=_detail(line),
            seal=f"{line.seal[:4]}…{line.seal[-4:]}",
            is_true=line.is_true,
        )
        for line in lines
    ]


def timeline(lines: Sequence[HistoryLine]) -> list[tuple[str, datetime, str]]:
    """Return the great steps, newest first."""
    great = ("applied", "opened", "complete", "inspection-done", "laboratory-done", "decided", "reopened")
    return [(what(line.what), line.at, line.who) for line in lines if line.what in great]


def _detail(line: HistoryLine) -> str:
    facts = [
        f"{name}: {_fact(name, text)}" for name, text in line.facts.items() if text and name not in _HIDDEN
    ]
    return " · ".join(part for part in (line.words, *facts) if part)


def _fact(name: str, text: str) -> str:
    if name == "reasons":
        return ", ".join(reason_label(code) for code in text.split(", "))
    return text


def _value(found: Finding) -> str:
    if isinstance(found.value, bool):
        return _("Yes") if found.value else _("No")
    return f"{found.value} {found.unit}".strip()


def _share(line: standards.Line) -> int | None:
    """Return a number's place on a scale that ends a quarter beyond the widest limit."""
    value = line.value
    if isinstance(value, bool) or not isinstance(value, Decimal):
        return None
    ends = [
        end
        for limit in line.parameter.limits.values()
        for end in (limit.minimum, limit.maximum)
        if end is not None
    ]
    top = max(ends, default=Decimal(0)) * Decimal("1.25")
    return min(100, max(0, round(100 * value / top))) if top > 0 else None
