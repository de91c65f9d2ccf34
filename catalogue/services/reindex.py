"""Keep the search index as the store is."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from catalogue.models import IndexedProduct
from catalogue.reference import label_names, slug_of
from catalogue.services.index_products import Entry, Tag, count_terms, forget_product, index_products
from commerce.client import ProductForIndexParts, ProductsForIndexProducts
from commerce.facade import app_store, pages
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock

PAGE: Final = 100
_TAGS = re.compile(r"<[^>]*>")


def reindex_product(*, product_id: str) -> None:
    """
    Read one product from the store and index it as it is now.

    Two readers of the same product wait for each other, so that what was read last is written last.
    """
    with advisory_lock(f"catalogue.index:{product_id}"):
        asked_at = clock.now()
        product = app_store().product_for_index(id=product_id, channel=settings.CHANNEL_ONLINE).product
        if product is None:
            forget_product(product_id=product_id, at=asked_at)
        else:
            index_products(entries=[entry_of(product)])


def reindex_all(*, progress: Callable[[str], None]) -> int:
    """
    Read every product from the store, page by page; return how many there are.

    Goods that the store has no more are taken out of the listing, words are counted anew. The listing is
    complete at every moment meanwhile.
    """
    started_at = clock.now()
    seen: set[str] = set()
    for page in pages(_page):
        index_products(entries=[entry_of(edge.node) for edge in page.edges])
        seen.update(edge.node.id for edge in page.edges)
        progress(f"{len(seen)} products indexed")
    _forget_others(seen, started_at)
    count_terms()
    return len(seen)


def _page(after: str | None) -> ProductsForIndexProducts | None:
    store = app_store()
    return store.products_for_index(channel=settings.CHANNEL_ONLINE, first=PAGE, after=after).products


def _forget_others(seen: set[str], started_at: datetime) -> None:
    listed = IndexedProduct.objects.filter(listed=True, store_updated_at__lt=started_at)
    for product_id in listed.values_list("product_id", flat=True).iterator():
        if product_id not in seen:
            forget_product(product_id=product_id, at=started_at)


def entry_of(product: ProductForIndexParts) -> Entry:
    """Return what the index is to know of a product of the store."""
    facts = {item.key: item.value for item in product.metadata}
    choices, flags, texts, maker = _attributes(product)
    price = _price_paise(product)
    translations = [each for each in (product.hi, product.ur) if each is not None]
    return Entry(
        product_id=product.id,
        listed=price is not None and _listed(product),
        name=product.name,
        price_paise=price or 0,
        created_at=product.created,
        store_updated_at=product.updated_at,
        category=_category(product),
        craft=choices.get("craft"),
        district=choices.get("district"),
        certified=flags.get("certified", False),
        gi=flags.get("gi-tag", False),
        availability=_availability(product, facts),
        titles=(product.name, *(each.name or "" for each in translations)),
        labels=(*_label_texts(product, choices), maker),
        texts=(
            *texts,
            plain_text(product.description),
            *(plain_text(each.description) for each in translations),
            product.external_reference or "",
        ),
    )


def _label_texts(product: ProductForIndexParts, choices: Mapping[str, Tag]) -> list[str]:
    """Return the names of craft, category and district in every language that we know them in."""
    tags = {
        "craft": choices.get("craft"),
        "category": _category(product),
        "district": choices.get("district"),
    }
    return [
        name
        for kind, tag in tags.items()
        if tag is not None
        for name in label_names(kind, tag.slug) or (tag.name,)
    ]


def _attributes(
    product: ProductForIndexParts,
) -> tuple[dict[str, Tag], dict[str, bool], list[str], str]:
    """Return the single choices, the yes and no, all other texts, and the maker's name."""
    choices: dict[str, Tag] = {}
    flags: dict[str, bool] = {}
    texts: list[str] = []
    maker = ""
    for assigned in product.assigned_attributes:
        slug = assigned.attribute.slug
        match assigned.typename__:
            case "AssignedSingleChoiceAttribute":
                if assigned.choice is not None and assigned.choice.slug:
                    name = assigned.choice.name or assigned.choice.slug
                    choices[slug] = Tag(slug_of(slug, name) or assigned.choice.slug, name)
                    texts.append(assigned.choice.name or "")
            case "AssignedMultiChoiceAttribute":
                texts += [choice.name or "" for choice in assigned.choices]
            case "AssignedBooleanAttribute":
                flags[slug] = bool(assigned.flag)
            case "AssignedPlainTextAttribute":
                texts.append(assigned.text or "")
            case "AssignedSinglePageReferenceAttribute":
                maker = assigned.page.title if assigned.page is not None and slug == "maker" else maker
    return choices, flags, texts, maker


def _price_paise(product: ProductForIndexParts) -> int | None:
    """Return the lowest price with tax in paise, or None where the product has no price in the channel."""
    pricing = product.pricing
    if pricing is None or pricing.price_range is None or pricing.price_range.start is None:
        return None
    return pricing.price_range.start.gross.fractional_amount


def _listed(product: ProductForIndexParts) -> bool:
    return any(
        listing.is_published and listing.visible_in_listings
        for listing in product.channel_listings or ()
        if listing.channel.slug == settings.CHANNEL_ONLINE
    )


def _category(product: ProductForIndexParts) -> Tag | None:
    if product.category is None:
        return None
    above = product.category.ancestors.edges if product.category.ancestors else []
    return Tag(product.category.slug, product.category.slug, above[-1].node.slug if above else "")


def _availability(product: ProductForIndexParts, facts: Mapping[str, str]) -> IndexedProduct.Availability:
    if not (product.is_available and product.is_available_for_purchase):
        return IndexedProduct.Availability.SOLD_OUT
    if facts.get("umeed.stock_kind") == "made-to-order":
        return IndexedProduct.Availability.MADE_TO_ORDER
    return IndexedProduct.Availability.READY


def plain_text(document: Any) -> str:
    """Return the words of an EditorJS document, without its mark-up; anything else has none."""
    found: list[str] = []

    def gather(value: Any) -> None:
        if isinstance(value, str):
            found.append(html.unescape(_TAGS.sub(" ", value)))
        elif isinstance(value, list):
            for entry in value:
                gather(entry)
        elif isinstance(value, dict):
            for key in ("text", "items", "content", "caption"):
                gather(value.get(key))

    if isinstance(document, dict):
        for block in document.get("blocks") or ():
            gather(block.get("data") if isinstance(block, dict) else None)
    return " ".join(found)
