"""What a seller picks by its pictogram. Read once from ``data/kinds.json``."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from catalogue.contracts_listings import Choice, Kind, Question
from catalogue.reference import DATA, category_specs, crafts


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one piece of a kind usually weighs and measures when packed; the desk mends it."""

    weight_grams: int
    dims_cm: str


@cache
def _data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))
    return read


def kinds() -> tuple[Kind, ...]:
    """Return every kind of goods in the active language, in the order in which they are shown."""
    return _kinds((get_language() or "en")[:2])


def kind_of(slug: str) -> Kind | None:
    """Return a kind by its slug in the active language, or None."""
    return next((kind for kind in kinds() if kind.slug == slug), None)


def parcel_of(slug: str) -> Parcel:
    """Return what one piece of the kind usually is when packed."""
    row = next(row for row in _data()["kinds"] if row["slug"] == slug)
    return Parcel(row["weight_grams"], row["dims_cm"])


@cache
def _kinds(language: str) -> tuple[Kind, ...]:
    known = {craft.slug: craft for craft in crafts()}
    specs = {spec.category.slug: spec for spec in category_specs()}
    made = []
    for row in _data()["kinds"]:
        craft = known[row["slug"]]
        made.append(
            Kind(
                slug=craft.slug,
                name=craft.name_in(language),
                pictogram=craft.slug,
                category=craft.category,
                hsn=row["hsn"],
                questions=tuple(
                    _question(asked, language) for asked in _data()["questions"].get(craft.category, ())
                ),
                needs_certificate=row["needs_certificate"],
                handmade=specs[craft.category].handmade,
                licence=row["licence"],
            )
        )
    return tuple(made)


def _question(row: dict[str, Any], language: str) -> Question:
    return Question(
        slug=row["slug"],
        label=_named(row, language),
        choices=tuple(Choice(each["slug"], _named(each, language)) for each in row["choices"]),
        required=row["required"],
    )


def _named(row: dict[str, Any], language: str) -> str:
    return str(row.get(language) or row["name"])


def answered(kind: Kind, answers: dict[str, str]) -> list[tuple[Question, str]]:
    """Return each question with its answer in words; empty where none was given."""
    found = []
    for question in kind.questions:
        given = answers.get(question.slug, "")
        words = next((choice.label for choice in question.choices if choice.slug == given), given)
        found.append((question, words))
    return found
