"""Cards of goods: the catalogue's index says which and in what order, the store says what they are now."""

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
    by_maker = AttributeInput(
        slug="maker",
        value=AssignedAttributeValueInput(
            reference=AssignedAttributeReferenceInput(page_slugs=ContainsFilterInput(contains_any=[slug]))
        ),
    )
    where = ProductWhereInput(attributes=[by_maker], is_visible_in_listing=True)
    if only_available:
        where.stock_availability = StockAvailability.IN_STOCK
    found = public_store().product_list(
        channel=settings.CHANNEL_ONLINE,
        first=most,
        where=where,
        sort_by=ProductOrder(field=ProductOrderField.CREATED_AT, direction=OrderDirection.DESC),
        **asked(),
    )
    return card_rows(edge.node for edge in found.products.edges) if found.products else []
