"""Goods of the store as rows that templates draw: prices exact, words in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.facade import attribute_name
from commerce.client import MeasurementUnitsEnum, ProductCard
from jkrlm.kernel.money import Money
from media.facade import Ladder, ladders
from sellers.registry.facade import Group
from storefront.reviews.facade import Rating, ratings_of
from storefront.shop.known_makers import known_makers
from storefront.spoken import district_name, group_name, name_of, reader
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class Picture:
    """
    One picture in the sizes the page may choose from; of another store's there is no ladder.

    ``lang`` is set where ``alt`` is in another language than the page; ``of_which`` says of a unique piece
    whether the picture is of this very one.
    """

    url: str
    alt: str
    srcset: str = ""
    ladder: Ladder | None = None
    lang: str = ""
    of_which: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """``lang`` is set where the name is in another language than the page."""

    url: str
    name: str
    maker: str
    place: str
    price: Money
    was: Money | None
    picture: Picture | None
    certified: bool
    gi: bool
    flag: str
    sold: bool
    rating: Rating | None = None
    product_id: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's value as text; ``slugs`` holds the chosen values' slugs."""

    slug: str
    name: str
    text: str
    slugs: tuple[str, ...] = ()
    is_true: bool = False


#: In pixels: a card is no larger on any screen, at twice the density of old ones.
CARD_SIDE: Final = 640

#: The store's units of measure as they are written.
UNITS: Final[Mapping[str, str]] = {
    "MM": "mm",
    "CM": "cm",
    "M": "m",
    "FT": "ft",
    "INCH": "inch",
    "G": "g",
    "KG": "kg",
    "ML": "ml",
    "LITER": "litre",
}


def _number(value: float | None, unit: MeasurementUnitsEnum | None) -> str:
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text} {UNITS.get(unit.value, unit.value.lower())}" if unit else text


def attribute(node: Any) -> Attribute:
    """Read one assigned attribute of the store, whichever of its kinds it is."""
    about = node.attribute
    name = attribute_name(about.slug, reader()) or about.name
    match node.typename__:
        case "AssignedSingleChoiceAttribute":
            chosen = [node.choice] if node.choice else []
            return Attribute(
                about.slug, name, ", ".join(c.name or "" for c in chosen), tuple(c.slug for c in chosen)
            )
        case "AssignedMultiChoiceAttribute":
            return Attribute(
                about.slug,
                about.name,
                ", ".join(c.name or "" for c in node.choices),
                tuple(c.slug for c in node.choices),
            )
        case "AssignedNumericAttribute":
            return Attribute(about.slug, name, _number(node.number, about.unit))
        case "AssignedBooleanAttribute":
            word = "" if node.flag is None else _("Yes") if node.flag else _("No")
            return Attribute(about.slug, name, word, is_true=bool(node.flag))
        case "AssignedPlainTextAttribute":
            return Attribute(about.slug, name, node.text or "")
        case _:
            return Attribute(about.slug, name, "")


def attributes(nodes: Iterable[Any]) -> dict[str, Attribute]:
    read = [attribute(node) for node in nodes]
    return {one.slug: one for one in read}


def lead_days(facts: Mapping[str, str]) -> int:
    """Days until the group hands the piece over; 0 where it is not said."""
    raw = facts.get("umeed.lead_days", "")
    return int(raw) if raw.isdecimal() else 0


def making_time(days: int) -> str:
    if days >= 14:
        weeks = -(-days // 7)
        return ngettext("Made in %(n)d week", "Made in %(n)d weeks", weeks) % {"n": weeks}
    return ngettext("Made in %(n)d day", "Made in %(n)d days", days) % {"n": days}


def card_flag(*, sold: bool, facts: Mapping[str, str]) -> str:
    """The word on a card's picture: sold out, one of a kind, or how long making takes."""
    if sold:
        return _("Sold out")
    kind = facts.get("umeed.stock_kind")
    if kind == "made-to-order" and lead_days(facts):
        return making_time(lead_days(facts))
    return _("One of a kind") if kind == "one-of-a-kind" else ""


@lru_cache(maxsize=10_000)
def _product_url(slug: str, _language: str | None) -> str:
    """The address is the active language's; the argument tells them apart."""
    return reverse("storefront:product", args=(slug,))


def card_row(
    product: ProductCard,
    makers: Mapping[str, Group],
    rating: Rating | None = None,
    ladder: Ladder | None = None,
) -> CardRow | None:
    """Return a card; None for goods without a price, which cannot be shown for sale."""
    pricing = product.pricing
    start = pricing.price_range.start if pricing and pricing.price_range else None
    if pricing is None or start is None:
        return None
    price = money(start.gross)
    before = pricing.price_range_undiscounted
    was = money(before.start.gross) if pricing.on_sale and before and before.start else None
    facts = product.metafields or {}
    marks = {
        one.attribute.slug
        for one in product.assigned_attributes
        if one.typename__ == "AssignedBooleanAttribute" and one.value
    }
    maker, name = makers.get(facts.get("umeed.maker", "")), name_of(product.name, product.translation)
    sold = not (product.is_available and product.is_available_for_purchase)
    return CardRow(
        url=_product_url(product.slug, get_language()),
        name=name.text,
        maker=group_name(maker) if maker else "",
        place=district_name(maker.district) if maker else "",
        price=price,
        was=was if was is not None and price < was else None,
        picture=Picture(product.thumbnail.url, "", ladder=ladder) if product.thumbnail else None,
        certified="certified" in marks,
        gi="gi-tag" in marks,
        flag=card_flag(sold=sold, facts=facts),
        sold=sold,
        rating=rating,
        product_id=product.id,
        lang=name.lang,
    )


def in_order(products: Iterable[ProductCard], ids: Iterable[str]) -> list[ProductCard]:
    """The products in the order of the ids; those that the store no longer shows are left out."""
    by_id = {product.id: product for product in products}
    return [by_id[one] for one in ids if one in by_id]


def card_rows(products: Iterable[ProductCard]) -> list[CardRow]:
    shown = list(products)
    makers = known_makers((one.metafields or {}).get("umeed.maker", "") for one in shown)
    ratings = ratings_of([one.id for one in shown])
    found = ladders([one.thumbnail.url for one in shown if one.thumbnail], most=CARD_SIDE)
    rows = [
        card_row(one, makers, ratings.get(one.id), found.get(one.thumbnail.url) if one.thumbnail else None)
        for one in shown
    ]
    return [row for row in rows if row is not None]
