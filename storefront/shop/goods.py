"""Cards of goods: the catalogue's index says which and in what order, the store says what they are now."""

from collections.abc import Sequence

from django.conf import settings

from commerce.client import (
    AssignedAttributeReferenceInput,
    AssignedAttributeValueInput,
    AttributeInput,
    ContainsFilterInput,
    OrderDirection,
    ProductOrder,
    ProductOrderField,
    ProductWhereInput,
    StockAvailability,
    StringFilterInput,
)
from commerce.facade import public_store
from storefront.shop.rows import CardRow, card_rows, in_order
from storefront.spoken import asked


def cards_of(product_ids: tuple[str, ...]) -> list[CardRow]:
    """Return live cards in the given order; asks the store nothing for an empty list."""
    if not product_ids:
        return []
    found = public_store().product_cards(ids=list(product_ids), channel=settings.CHANNEL_ONLINE, **asked())
    edges = found.products.edges if found.products else []
    return card_rows(in_order((edge.node for edge in edges), product_ids))


def goods_of_maker(slug: str, *, most: int, only_available: bool = False) -> list[CardRow]:
    """Return live cards of one group's goods, newest first; the store finds them by their maker's page."""
    where = _made_by([slug])
    if only_available:
        where.stock_availability = StockAvailability.IN_STOCK
    return _listed(where, most)[0]


def page_of_makers(slugs: Sequence[str], *, page: int, size: int) -> tuple[list[CardRow], int, int]:
    """
    Return one page of live cards of these groups' goods, newest first, its number, and how many are in all.

    The store counts pages by cursors only: it is asked once for each page up to this one. Of a page beyond
    the last the last is returned. ``size`` is at most 100, the store's own limit.
    """
    where = _made_by(slugs)
    cards, total, following = _listed(where, size)
    number = 1
    while number < page and following:
        cards, total, following = _listed(where, size, following)
        number += 1
    return cards, number, total


def good_of_makers(slugs: Sequence[str], *, good: str) -> list[CardRow]:
    """Return the live card of one good, by its slug, where one of these groups made it."""
    where = _made_by(slugs)
    where.slug = StringFilterInput(eq=good)
    return _listed(where, 1)[0]


def _made_by(slugs: Sequence[str]) -> ProductWhereInput:
    by_maker = AttributeInput(
        slug="maker",
        value=AssignedAttributeValueInput(
            reference=AssignedAttributeReferenceInput(
                page_slugs=ContainsFilterInput(contains_any=list(slugs))
            )
        ),
    )
    return ProductWhereInput(attributes=[by_maker], is_visible_in_listing=True)


def _listed(where: ProductWhereInput, most: int, after: str | None = None) -> tuple[list[CardRow], int, str]:
    """Return cards newest first, how many are in all, and the cursor of the next page; empty: the last."""
    found = public_store().product_list(
        channel=settings.CHANNEL_ONLINE,
        first=most,
        after=after,
        where=where,
        sort_by=ProductOrder(field=ProductOrderField.CREATED_AT, direction=OrderDirection.DESC),
        **asked(),
    )
    if found.products is None:
        return [], 0, ""
    paging = found.products.page_info
    following = (paging.end_cursor or "") if paging.has_next_page else ""
    return card_rows(edge.node for edge in found.products.edges), found.products.total_count or 0, following
