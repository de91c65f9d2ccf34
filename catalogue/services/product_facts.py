"""What the shop says of goods as facts: who made them, of what, how."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.conf import settings

from commerce.client import ProductForIndexParts
from commerce.facade import app_store

#: Facts that lie in the product's metadata, by their names here.
_METADATA: Final = {"maker": "umeed.maker", "handmade": "umeed.handmade"}
#: Said by others than the maker; they follow from a certificate, and are no part of what it rests on.
_NOT_FACTS: Final = ("certified", "gi-tag", "maker")


def product_facts(product_id: str) -> Mapping[str, str]:
    """
    Return the facts of a product as the store has them now, as text by their slugs; empty where it has none.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    product = app_store().product_for_index(id=product_id, channel=settings.CHANNEL_ONLINE).product
    return {} if product is None else facts_of(product)


def facts_of(product: ProductForIndexParts) -> dict[str, str]:
    metadata = {item.key: item.value for item in product.metadata}
    facts = {name: metadata.get(key, "") for name, key in _METADATA.items()}
    facts["category"] = product.category.slug if product.category is not None else ""
    for assigned in product.assigned_attributes:
        slug, value = assigned.attribute.slug, ""
        match assigned.typename__:
            case "AssignedSingleChoiceAttribute":
                value = (assigned.choice.name or assigned.choice.slug or "") if assigned.choice else ""
            case "AssignedMultiChoiceAttribute":
                value = ", ".join(sorted(choice.name or "" for choice in assigned.choices))
            case "AssignedBooleanAttribute":
                value = "yes" if assigned.flag else "no"
            case "AssignedNumericAttribute":
                value = _plain(assigned.number) if assigned.number is not None else ""
            case "AssignedPlainTextAttribute":
                value = assigned.text or ""
        if value and slug not in _NOT_FACTS:
            facts[slug] = value
    return {name: value for name, value in facts.items() if value}


def _plain(number: float) -> str:
    """Return 2.0 as "2" and 2.50 as "2.5"."""
    return f"{Decimal(str(number)).normalize():f}"
