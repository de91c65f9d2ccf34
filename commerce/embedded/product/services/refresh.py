"""Keeping what lists sort and search by in step with what it is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Max, Min, Value
from django.utils.html import strip_tags

from commerce.embedded.product.counts import catalogue_changed
from commerce.embedded.product.models import (
    AssignedProductValue,
    Product,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)


def plain_text(document: Any) -> str:
    """Return the words of an EditorJS document, without markup."""
    if isinstance(document, str):
        return unescape(strip_tags(document))
    if isinstance(document, Mapping):
        return " ".join(
            plain_text(part) for key, part in document.items() if key not in ("id", "type", "version")
        )
    if isinstance(document, Sequence):
        return " ".join(plain_text(part) for part in document)
    return ""


def refresh_words(product_pks: Iterable[int]) -> None:
    """
    Write the products' search vectors: name and SKUs before attributes and category, then description.

    Five queries, and one for each product.
    """
    pks = list(product_pks)
    catalogue_changed()
    skus: dict[int, list[str]] = defaultdict(list)
    for pk, sku in ProductVariant.objects.filter(product__in=pks, sku__isnull=False).values_list(
        "product_id", "sku"
    ):
        skus[pk].append(sku or "")
    answers: dict[int, list[str]] = defaultdict(list)
    for pk, name in AssignedProductValue.objects.filter(product__in=pks, value__boolean=None).values_list(
        "product_id", "value__name"
    ):
        answers[pk].append(name)
    rows = Product.objects.filter(pk__in=pks).values_list(
        "pk", "name", "description", "category__name", "external_reference"
    )
    for pk, name, description, category, reference in rows:
        first = " ".join((name, *skus[pk], reference or ""))
        second = " ".join((category or "", *answers[pk]))
        Product.objects.filter(pk=pk).update(
            search_vector=SearchVector(Value(first), weight="A", config="simple")
            + SearchVector(Value(second), weight="B", config="simple")
            + SearchVector(Value(plain_text(description)[:100_000]), weight="C", config="simple")
        )


def refresh_prices(*, product_pk: int, channel_pks: Iterable[int]) -> None:
    """Write the least and greatest prices of the product's variants on its listings."""
    catalogue_changed()
    for channel_pk in channel_pks:
        prices = ProductVariantChannelListing.objects.filter(
            variant__product=product_pk, channel=channel_pk
        ).aggregate(
            price_min=Min("discounted_price_amount"),
            price_max=Max("discounted_price_amount"),
            undiscounted_price_min=Min("price_amount"),
            undiscounted_price_max=Max("price_amount"),
        )
        ProductChannelListing.objects.filter(product=product_pk, channel=channel_pk).update(**prices)
