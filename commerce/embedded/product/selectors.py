"""Reading products and what hangs on them; each loader is one query for any number of products."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.attribute.selectors import Assigned, Source, assigned_of
from commerce.embedded.attribute.services.assign import Ownership
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.remembered import own_lists, remembered, remembered_rows
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.models import (
    AssignedProductValue,
    AssignedVariantValue,
    Category,
    Collection,
    CollectionProduct,
    Product,
    ProductChannelListing,
    ProductType,
    ProductTypeAttribute,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.product.shown import collections_shown, products_by_pk, variants_shown
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.clock import now

PRODUCT_OWNERSHIP: Final = Ownership(AssignedProductValue, "product")
VARIANT_OWNERSHIP: Final = Ownership(AssignedVariantValue, "variant")

#: Whoever may do one of these sees products that are not published.
MANAGERS: Final = (
    "MANAGE_CHECKOUTS",
    "MANAGE_DISCOUNTS",
    "MANAGE_ORDERS",
    "MANAGE_PRODUCTS",
    "MANAGE_TRANSLATIONS",
)


def shown_listings(channel: Channel, *, everywhere: bool) -> QuerySet[ProductChannelListing]:
    """
    Return the listings that the public sees: published, with a price, and, unless `everywhere`
    (a product asked for by name), visible in listings.
    """
    rows = ProductChannelListing.objects.filter(
        channel=channel,
        is_published=True,
        published_at__lte=now(),
        undiscounted_price_min__isnull=False,
    )
    return rows if everywhere else rows.filter(visible_in_listings=True)


def categories_of(products: Iterable[Product]) -> dict[int, Category]:
    """Return each product's category."""
    products = list(products)
    found = {p.category_id: p.category for p in products if "category" in p._state.fields_cache}
    missing = {product.category_id for product in products if product.category_id} - set(found)
    found |= remembered_rows(Category, missing)
    return {p.pk: category for p in products if (category := found.get(p.category_id)) is not None}


def product_types_of(products: Iterable[Product]) -> dict[int, ProductType]:
    """Return each product's type."""
    products = list(products)
    found = {p.product_type_id: p.product_type for p in products if "product_type" in p._state.fields_cache}
    missing = {product.product_type_id for product in products} - set(found)
    found |= remembered_rows(ProductType, missing)
    return {product.pk: found[product.product_type_id] for product in products}


def deferred_of(products: Sequence[Product], column: str) -> dict[int, Any]:
    """Return a column that was left out when the products were read."""
    return dict(Product.objects.filter(pk__in=[product.pk for product in products]).values_list("pk", column))


def collections_of(products: Iterable[Product], *, hidden: bool) -> dict[int, list[Collection]]:
    """Return each product's collections; without the hidden ones only those published in its channel."""
    products = list(products)
    if not hidden:
        channel = channel_of(products[0])
        return collections_shown(products, channel) if channel is not None else {}
    rows = CollectionProduct.objects.filter(product__in=[product.pk for product in products])
    found: dict[int, list[Collection]] = defaultdict(list)
    for row in rows.select_related("collection").order_by("collection__slug"):
        found[row.product_id].append(row.collection)
    return found


def listings_of(products: Iterable[Product]) -> dict[int, list[ProductChannelListing]]:
    """Return all listings of each product, with their channels."""
    found: dict[int, list[ProductChannelListing]] = defaultdict(list)
    rows = ProductChannelListing.objects.filter(product__in=[product.pk for product in products])
    for row in rows.select_related("channel").order_by("product_id", "id"):
        found[row.product_id].append(row)
    return found


def listing_in(channel: Channel) -> Callable[[Sequence[Product]], dict[int, ProductChannelListing]]:
    """Return the loader of the products' listings in this channel."""

    def loader(products: Sequence[Product]) -> dict[int, ProductChannelListing]:
        rows = ProductChannelListing.objects.filter(
            channel=channel, product__in=[product.pk for product in products]
        )
        return {row.product_id: row for row in rows}

    return loader


def variants_of(products: Sequence[Product], *, hidden: bool) -> dict[int, list[ProductVariant]]:
    """
    Return each product's variants in order, shown in the product's channel; without the hidden ones
    only those with a price there.
    """
    channel = channel_of(products[0])
    if not hidden:
        return variants_shown(products, channel) if channel is not None else {}
    rows = ProductVariant.objects.filter(product__in=[product.pk for product in products])
    by_pk = {product.pk: product for product in products}
    found: dict[int, list[ProductVariant]] = defaultdict(list)
    for row in rows.order_by("product_id", "sort_order", "id"):
        found[row.product_id].append(row)
    for product_pk, variants in found.items():
        show_in(variants, channel_of(by_pk[product_pk]))
        for variant in variants:
            variant.product = by_pk[product_pk]
    return found


def products_of(variants: Sequence[ProductVariant]) -> dict[int, Product]:
    """Return each variant's product, shown in the variant's channel."""
    found = {v.product_id: v.product for v in variants if "product" in v._state.fields_cache}
    missing = {variant.product_id for variant in variants} - set(found)
    if missing:
        found |= products_by_pk(missing)
    for variant in variants:
        show_in([found[variant.product_id]], channel_of(variant))
    return {variant.pk: found[variant.product_id] for variant in variants}


def variant_listings_of(
    variants: Sequence[ProductVariant],
) -> dict[int, list[ProductVariantChannelListing]]:
    """Return all listings of each variant, with their channels."""
    found: dict[int, list[ProductVariantChannelListing]] = defaultdict(list)
    rows = ProductVariantChannelListing.objects.filter(variant__in=[variant.pk for variant in variants])
    for row in rows.select_related("channel").order_by("variant_id", "id"):
        found[row.variant_id].append(row)
    return found


def variant_listing_in(
    channel: Channel,
) -> Callable[[Sequence[ProductVariant]], dict[int, ProductVariantChannelListing]]:
    """Return the loader of the variants' listings in this channel."""

    def loader(variants: Sequence[ProductVariant]) -> dict[int, ProductVariantChannelListing]:
        rows = ProductVariantChannelListing.objects.filter(
            channel=channel, variant__in=[variant.pk for variant in variants]
        )
        return {row.variant_id: row for row in rows}

    return loader


def stocks_of(variants: Sequence[ProductVariant]) -> dict[int, list[Stock]]:
    """Return all stocks of each variant."""
    found: dict[int, list[Stock]] = defaultdict(list)
    for row in Stock.objects.filter(variant__in=[variant.pk for variant in variants]).order_by("id"):
        found[row.variant_id].append(row)
    return found


def carried_by(
    product_types: Iterable[int], *, of_variants: bool, hidden: bool
) -> dict[int, list[Attribute]]:
    """Return the attributes of each product type (its variants') in order, with hidden ones or not."""

    def read(missing: set[int]) -> dict[int, list[Attribute]]:
        rows = ProductTypeAttribute.objects.filter(product_type__in=missing, of_variants=of_variants)
        carried: dict[int, list[Attribute]] = {pk: [] for pk in missing}
        for row in rows.select_related("attribute").order_by("sort_order", "id"):
            if hidden or row.attribute.visible_in_storefront:
                carried[row.product_type_id].append(row.attribute)
        return carried

    found = remembered(("attributes of types", of_variants, hidden), product_types, read)
    return own_lists(found)


def product_answers(*, hidden: bool) -> Source:
    """Return how the answers of products are loaded; two queries."""

    def loader(products: list[Product]) -> dict[int, list[Assigned]]:
        types = {product.pk: product.product_type_id for product in products}
        return assigned_of(
            products,
            types=types,
            carried=carried_by(types.values(), of_variants=False, hidden=hidden),
            ownership=PRODUCT_OWNERSHIP,
            source=source,
        )

    source = Source(("answers", hidden), loader)
    return source


def variant_answers(*, hidden: bool) -> Source:
    """Return how the answers of variants are loaded; one to three queries."""

    def loader(variants: list[ProductVariant]) -> dict[int, list[Assigned]]:
        known = [variant.product for variant in variants if "product" in variant._state.fields_cache]
        product_types = {product.pk: product.product_type_id for product in known}
        missing = {variant.product_id for variant in variants} - set(product_types)
        if missing:
            rows = Product.objects.filter(pk__in=missing).values_list("pk", "product_type_id")
            product_types |= dict(rows)
        types = {variant.pk: product_types[variant.product_id] for variant in variants}
        return assigned_of(
            variants,
            types=types,
            carried=carried_by(types.values(), of_variants=True, hidden=hidden),
            ownership=VARIANT_OWNERSHIP,
            source=source,
        )

    source = Source(("answers", hidden), loader)
    return source


def ancestors_of(categories: Iterable[Category]) -> dict[int, list[Category]]:
    """Return each category's ancestors, the root first."""
    categories = list(categories)
    found = remembered_rows(Category, {pk for category in categories for pk in category.ancestor_ids})
    return {category.pk: [found[pk] for pk in category.ancestor_ids] for category in categories}


def children_of(categories: Iterable[Category]) -> dict[int, list[Category]]:
    """Return each category's children, oldest first."""
    found: dict[int, list[Category]] = defaultdict(list)
    for row in Category.objects.filter(parent__in=[category.pk for category in categories]).order_by("id"):
        found[row.parent_id or 0].append(row)
    return found


def within(category_pks: Sequence[int]) -> Q:
    """Return the condition of products in these categories or below them; one query."""
    paths = Category.objects.filter(pk__in=category_pks).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return Q(category__in=list(Category.objects.filter(below).values_list("pk", flat=True)))


def attributes_of_types(types: Iterable[ProductType]) -> dict[int, list[Attribute]]:
    """Return what the products of each type are asked, in the type's order; one query."""
    found: dict[int, list[Attribute]] = {kind.pk: [] for kind in types}
    links = ProductTypeAttribute.objects.filter(product_type__in=found, of_variants=False)
    for link in links.select_related("attribute").order_by("sort_order", "pk"):
        found[link.product_type_id].append(link.attribute)
    return found
