"""Reads the seed files; knows their oddities, so that nobody else does."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from catalogue.reference import DATA, category_specs, crafts

HERE: Final = Path(__file__).parent
PICTURES: Final = HERE / "pictures"
#: Schemes by which a group is registered or has applied: no claim that anybody has checked the piece.
UNCHECKED: Final = frozenset({"FSSAI", "NONE-GI-PENDING"})
#: (type, key in the seed) -> the attribute that it is.
_RENAMED: Final = {("preserve", "base"): "ingredients"}
#: The one mix among the spices names its ingredients as its grade.
_MIX: Final = "SF-004"


@dataclass(frozen=True, slots=True)
class SeedProduct:
    """One piece of the seed. Weight in grams, dimensions in cm, price in rupees with tax."""

    sku: str
    slug: str
    name: str
    name_hi: str
    name_ur: str
    description: str
    description_hi: str
    description_ur: str
    category: str
    craft: str
    group_code: str
    price: Decimal
    weight_grams: int
    dims_cm: str
    hsn: str
    certification: str
    certified: bool
    gi: bool
    handmade: bool
    stock_kind: str
    quantity: int
    lead_days: int
    fragile: bool
    shelf_life_days: int | None
    attributes: dict[str, Any]
    picture: Path
    picture_alt: str


@dataclass(frozen=True, slots=True)
class Seed:
    """The whole seed; ``fingerprint`` changes with any byte that loading reads."""

    products: tuple[SeedProduct, ...]
    groups: tuple[dict[str, Any], ...]
    fingerprint: str


@cache
def read_seed() -> Seed:
    """Return the seed; reads some four megabytes to know that nothing changed."""
    digest = hashlib.sha256()
    for path in (*sorted(HERE.glob("*.json")), *sorted(DATA.glob("*.json")), *sorted(PICTURES.iterdir())):
        digest.update(path.name.encode() + b"\x00" + hashlib.sha256(path.read_bytes()).digest())
    seed, texts = _json("seed-catalogue.json"), _json("texts.json")
    pictures = {
        row["sku"]: (slug, row["image"], row["alt"])
        for slug, row in _json("pictures/manifest.json")["products"].items()
    }
    craft_names = {craft.slug: craft.name for craft in crafts()}
    craft_of = _json("crafts.json")
    handmade = {spec.category.slug: spec.handmade for spec in category_specs()}
    products = tuple(
        _product(
            row,
            texts["products"][row["sku"]],
            pictures[row["sku"]],
            craft_names[craft_of[row["sku"]]],
            handmade[row["type"]],
        )
        for row in seed["products"]
    )
    return Seed(products, tuple(seed["shgs"]), digest.hexdigest())


def _json(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _product(
    row: dict[str, Any],
    texts: dict[str, str],
    picture: tuple[str, str, str],
    craft: str,
    handmade: bool,
) -> SeedProduct:
    slug, image, alt = picture
    scheme = row["certification"]
    return SeedProduct(
        sku=row["sku"],
        slug=slug,
        name=row["name"],
        name_hi=row["name_hi"],
        name_ur=row["name_ur"],
        description=row["description"],
        description_hi=texts["hi"],
        description_ur=texts["ur"],
        category=row["type"],
        craft=craft,
        group_code=row["shg"],
        price=Decimal(str(row["price_inr"])),
        weight_grams=row["weight_g"],
        dims_cm="x".join(str(side) for side in row["dims_cm"]),
        hsn=row["hsn"],
        certification=scheme,
        certified=scheme not in UNCHECKED,
        gi=scheme.startswith("GI-"),
        handmade=handmade,
        stock_kind=row["stock_kind"],
        quantity=1 if row["stock_kind"] == "one-of-a-kind" else 3 + crc32(row["sku"].encode()) % 38,
        lead_days=row["lead_days"],
        fragile=row["fragile"],
        shelf_life_days=row["shelf_life_days"],
        attributes=dict(_attribute(row, key, value) for key, value in row["attributes"].items()),
        picture=PICTURES / image,
        picture_alt=alt,
    )


def _attribute(row: dict[str, Any], key: str, value: Any) -> tuple[str, Any]:
    if row["sku"] == _MIX and key == "grade":
        return "ingredients", value
    return _RENAMED.get((row["type"], key), key.replace("_", "-")), value
