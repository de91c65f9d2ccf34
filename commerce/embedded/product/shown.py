"""
What every page of a shop reads, as statements: shown products with their listing, pictures, variants.

The rest of the contract's reads, which staff and filters need, are querysets in ``selectors`` and
``listing``; both see the same products, and a test compares them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.peers import loaded
from commerce.embedded.product.context import show_in
from commerce.embedded.product.models import (
    Collection,
    Product,
    ProductChannelListing,
    ProductMedia,
    ProductVariant,
    ProductVariantChannelListing,
)
from jkrlm.kernel.clock import now
from jkrlm.kernel.statements import Columns, Rows, Statement, array

#: Read only when a document asks for them.
WIDE: Final = ("search_vector", "description", "seo_title", "seo_description")
DATES: Final = ("created_at", "updated_at")

_CARD: Final = Columns(Product, without=(*WIDE, *DATES))
_WHOLE: Final = Columns(Product, without=("search_vector", *DATES))
_LISTING: Final = Columns(ProductChannelListing, without=("published_at",))
_MEDIA: Final = Columns(ProductMedia)
_COLLECTION: Final = Columns(Collection)
_VARIANT: Final = Columns(ProductVariant, without=DATES)
_VARIANT_LISTING: Final = Columns(ProductVariantChannelListing)

_SHOWN: Final = """
    SELECT {columns}
      FROM store_product_product product
      JOIN store_product_productchannellisting listing
        ON listing.product_id = product.id AND listing.channel_id = %(channel)s
     WHERE listing.is_published AND listing.published_at <= %(now)s
       AND listing.undiscounted_price_min IS NOT NULL
"""
_ONE: Final = {
    column: Statement(
        _SHOWN.format(columns=f"{_WHOLE.of('product')}, {_LISTING.of('listing')}")
        + f" AND product.{column} = %(wanted)s"
    )
    for column in ("id", "slug", "external_reference")
}


def shown_product(channel: Channel, *, column: str, wanted: object) -> Product | None:
    """Return the product that the public sees under this id, slug or reference; one query."""
    rows = _ONE[column].rows(channel=channel.pk, now=now(), wanted=wanted)
    return next(iter(_with_listings(rows, _WHOLE, channel)), None)


@cache
def _page(size: int, *, some: bool, after: bool) -> Statement:
    """Return the statement of a page; its size is written in, for the plan depends on it."""
    sql = _SHOWN.format(columns=f"{_CARD.of('product')}, {_LISTING.of('listing')}")
    sql += " AND listing.visible_in_listings"
    if some:
        sql += " AND product.id = ANY(%(pks)s::bigint[])"
    if after:
        sql += " AND (product.slug, product.id) > (%(slug)s, %(pk)s)"
    return Statement(f"{sql} ORDER BY product.slug, product.id LIMIT {int(size)}")


def shown_page(
    channel: Channel, *, pks: Sequence[int] | None, after: tuple[str, int] | None, size: int
) -> tuple[list[Product], bool]:
    """
    Return products visible in the channel's lists, by slug and id, and whether there are more; one query.

    Without ``pks`` all of them; ``after`` is the slug and id of the product before the page.
    """
    given: dict[str, Any] = {"channel": channel.pk, "now": now()}
    if pks is not None:
        given["pks"] = array(pks)
    if after is not None:
        given["slug"], given["pk"] = after
    rows = _page(size + 1, some=pks is not None, after=after is not None).rows(**given)
    return _with_listings(rows[:size], _CARD, channel), len(rows) > size


def _with_listings(
    rows: Sequence[Sequence[Any]], columns: Columns[Product], channel: Channel
) -> list[Product]:
    products = [columns.instance(row) for row in rows]
    show_in(products, channel)
    listings = [_LISTING.instance(row, columns.width) for row in rows]
    loaded(products, ("listing", channel.pk), {listing.product_id: listing for listing in listings})
    return products


_PICTURES: Final = Statement(
    """
    SELECT {columns} FROM store_product_productmedia media
     WHERE media.product_id = ANY(%(products)s::bigint[])
  ORDER BY media.product_id, media.sort_order, media.id
    """,
    columns=_MEDIA.of("media"),
)


def media_of(products: Iterable[Product]) -> dict[int, list[ProductMedia]]:
    """Return each product's pictures in order; one query."""
    found: dict[int, list[ProductMedia]] = defaultdict(list)
    for row in _PICTURES.rows(products=array([product.pk for product in products])):
        picture = _MEDIA.instance(row)
        found[picture.product_id].append(picture)
    return found


_VARIANTS: Final = Statement(
    """
    SELECT {variant}, {listing}
      FROM store_product_productvariant variant
      JOIN store_product_productvariantchannellisting listing
        ON listing.variant_id = variant.id AND listing.channel_id = %(channel)s
     WHERE variant.product_id = ANY(%(products)s::bigint[])
  ORDER BY variant.product_id, variant.sort_order, variant.id
    """,
    variant=_VARIANT.of("variant"),
    listing=_VARIANT_LISTING.of("listing"),
)


def variants_shown(products: Sequence[Product], channel: Channel) -> dict[int, list[ProductVariant]]:
    """Return each product's variants that have a price in the channel, in order; one query."""
    by_pk = {product.pk: product for product in products}
    found: dict[int, list[ProductVariant]] = defaultdict(list)
    listings: dict[int, ProductVariantChannelListing] = {}
    for row in _VARIANTS.rows(products=array(list(by_pk)), channel=channel.pk):
        variant = _VARIANT.instance(row)
        variant.product = by_pk[variant.product_id]
        found[variant.product_id].append(variant)
        listings[variant.pk] = _VARIANT_LISTING.instance(row, _VARIANT.width)
    everyone = [variant for variants in found.values() for variant in variants]
    show_in(everyone, channel)
    loaded(everyone, ("listing", channel.pk), listings)
    return found


_VARIANT_PICTURES: Final = Statement(
    """
    SELECT link.productvariant_id, {columns}
      FROM store_product_productmedia_variants link
      JOIN store_product_productmedia media ON media.id = link.productmedia_id
     WHERE link.productvariant_id = ANY(%(variants)s::bigint[])
  ORDER BY media.sort_order, media.id
    """,
    columns=_MEDIA.of("media"),
)


def variant_media_of(variants: Iterable[ProductVariant]) -> dict[int, list[ProductMedia]]:
    """Return the pictures of each variant in order; one query."""
    found: dict[int, list[ProductMedia]] = defaultdict(list)
    for row in _VARIANT_PICTURES.rows(variants=array([variant.pk for variant in variants])):
        found[row[0]].append(_MEDIA.instance(row, 1))
    return found


_COLLECTIONS: Final = Statement(
    """
    SELECT link.product_id, {columns}
      FROM store_product_collectionproduct link
      JOIN store_product_collection collection ON collection.id = link.collection_id
      JOIN store_product_collectionchannellisting listing
        ON listing.collection_id = collection.id AND listing.channel_id = %(channel)s
     WHERE link.product_id = ANY(%(products)s::bigint[])
       AND listing.is_published AND listing.published_at <= %(now)s
  ORDER BY collection.slug
    """,
    columns=_COLLECTION.of("collection"),
)


def collections_shown(products: Iterable[Product], channel: Channel) -> dict[int, list[Collection]]:
    """Return each product's collections that are published in the channel, by slug; one query."""
    found: dict[int, list[Collection]] = defaultdict(list)
    pks = array([product.pk for product in products])
    for row in _COLLECTIONS.rows(products=pks, channel=channel.pk, now=now()):
        found[row[0]].append(_COLLECTION.instance(row, 1))
    return found


_BY_PK: Final = Rows(ProductVariant, "it.id = ANY(%(pks)s::bigint[])")
_PRODUCTS_BY_PK: Final = Rows(Product, "it.id = ANY(%(pks)s::bigint[])", without=WIDE)


def variants_by_pk(pks: Iterable[int]) -> dict[int, ProductVariant]:
    """Return variants by primary key, whoever may see them; one query."""
    return _BY_PK.by_pk(pks=array(set(pks)))


def products_by_pk(pks: Iterable[int]) -> dict[int, Product]:
    """Return products by primary key, whoever may see them, without their wide columns; one query."""
    return _PRODUCTS_BY_PK.by_pk(pks=array(set(pks)))


_FIRST_PICTURES: Final = Statement(
    """
    SELECT variant.id, {columns}
      FROM store_product_productvariant variant
     CROSS JOIN LATERAL (
               SELECT * FROM store_product_productmedia media
                WHERE media.product_id = variant.product_id
             ORDER BY media.sort_order, media.id LIMIT 1
           ) media
     WHERE variant.id = ANY(%(variants)s::bigint[])
    """,
    columns=_MEDIA.of("media"),
)


def first_pictures(variant_pks: Iterable[int]) -> dict[int, ProductMedia]:
    """Return the first picture of each variant's product, by the variant's primary key; one query."""
    rows = _FIRST_PICTURES.rows(variants=array(set(variant_pks)))
    return {row[0]: _MEDIA.instance(row, 1) for row in rows}
