"""What the catalogue knows by itself: categories, crafts, districts, attributes. Read once from ``data/``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.contracts import Category, Craft, District

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """An attribute of product types: the store's input type, a unit of the store or None, other names."""

    slug: str
    name: str
    input_type: str
    unit: str | None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """What the store needs of a category and its product type, beside what buyers are shown."""

    category: Category
    hsn: str
    handmade: bool
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistrictSpec:
    """A district with the PIN code of its head post office, where its warehouse stands."""

    district: District
    pincode: str


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return rows


@cache
def crafts() -> tuple[Craft, ...]:
    return tuple(
        Craft(row["slug"], row["name"], row["hi"], row["ur"], row["category"]) for row in _rows("crafts.json")
    )


@cache
def category_specs() -> tuple[CategorySpec, ...]:
    return tuple(
        CategorySpec(
            category=Category(
                slug=row["slug"],
                name=row["name"],
                name_hi=row["hi"],
                name_ur=row["ur"],
                care={"en": row["care"], "hi": row["care_hi"], "ur": row["care_ur"]},
                picture=f"catalogue/category-{row['slug']}-480.webp",
                picture_large=f"catalogue/category-{row['slug']}-960.webp",
                picture_alt=row["picture_alt"],
            ),
            hsn=row["hsn"],
            handmade=row["handmade"],
            attributes=tuple(row["attributes"]),
        )
        for row in _rows("categories.json")
    )


@cache
def district_specs() -> tuple[DistrictSpec, ...]:
    return tuple(
        DistrictSpec(
            District(row["slug"], row["name"], row["hi"], row["ur"], row["division"]), row["pincode"]
        )
        for row in _rows("districts.json")
    )


@cache
def attribute_specs() -> tuple[AttributeSpec, ...]:
    return tuple(
        AttributeSpec(
            row["slug"], row["name"], row["type"], row.get("unit"), {"hi": row["hi"], "ur": row["ur"]}
        )
        for row in _rows("attributes.json")
    )


def attribute_name(slug: str, language: str) -> str:
    """Return what an attribute is called in ``hi`` or ``ur``; nothing where only the store knows it."""
    return _attribute_names().get(slug, {}).get(language, "")


@cache
def _attribute_names() -> dict[str, Mapping[str, str]]:
    return {spec.slug: spec.names for spec in attribute_specs()}


def label_names(kind: str, slug: str) -> tuple[str, str, str] | None:
    """Return the English, Hindi and Urdu names of a category, craft or district that we know, or None."""
    return _label_names().get((kind, slug))


@cache
def _label_names() -> dict[tuple[str, str], tuple[str, str, str]]:
    known: dict[str, list[Category] | list[Craft] | list[District]] = {
        "category": [spec.category for spec in category_specs()],
        "craft": list(crafts()),
        "district": [spec.district for spec in district_specs()],
    }
    return {
        (kind, row.slug): (row.name, row.name_hi, row.name_ur) for kind, rows in known.items() for row in rows
    }


def slug_of(kind: str, name: str) -> str | None:
    """
    Return our slug of a category, craft or district by its English name, or None.

    The store makes slugs of choices by rules of its own; what stands in addresses is ours.
    """
    return _label_slugs().get((kind, name))


@cache
def _label_slugs() -> dict[tuple[str, str], str]:
    return {(kind, names[0]): slug for (kind, slug), names in _label_names().items()}
