"""
Carry into the store what was decided here: blocks, and the sellers' wishes for stock and price.

Each reads what holds now, under a lock of its own, so that repeating changes nothing and the last wish wins.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction

from catalogue.contracts_listings import HELD_AT_STALLS
from catalogue.models import Block, Listing, ListingVariant
from catalogue.services.listing_common import name_of
from catalogue.services.provision import store_ids
from catalogue.services.store_inputs import warehouse_of
from commerce.client import (
    ListingProductParts,
    ListingProductPartsProductVariantsEdgesNode,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductVariantChannelListingAddInput,
    StockInput,
)
from commerce.facade import Store, app_store, carry_moves, queue_lock, refuse_on
from jkrlm.kernel import clock, outbox
from jkrlm.kernel.locks import advisory_lock
from sellers.registry.facade import group

#: After a write, stock is read again: an order that left in between may have changed what is absolute.
READ_AGAIN: Final = 3
PAGE: Final = 50


def carry_blocks(*, product_id: str) -> None:
    """
    Let the store sell a product or not, online and at the stalls, as its blocks say; its page stays readable
    either way.

    A product that stands in no channel of ours yet is left to whoever publishes it.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with on_sale_lock(product_id):
        store = app_store()
        found = products_by_id(store, [product_id]).get(product_id)
        if found is None or not is_in_channel(found):
            return
        free = not Block.objects.filter(product_id=product_id, lifted_at__isnull=True).exists()
        if bool(found.is_available_for_purchase) != free:
            let_be_bought(store, product_id, settings.CHANNEL_ONLINE, free)
        if is_in_channel(found, settings.CHANNEL_STALLS):
            there = products_by_id(store, [product_id], channel=settings.CHANNEL_STALLS).get(product_id)
            is_free = there is not None and bool(there.is_available_for_purchase)
            carry_to_stalls(store, product_id, is_free=is_free)
        if free:
            _announce(product_id)


def on_sale_lock(product_id: str) -> AbstractContextManager[bool]:
    """Whether it can be bought is read and written by one at a time, in every channel."""
    return advisory_lock(f"catalogue.on-sale:{product_id}")


def is_free_at_stalls(product_id: str) -> bool:
    """Say whether a product may be sold at fairs, as its blocks say."""
    held = Block.objects.filter(product_id=product_id, lifted_at__isnull=True, reason__in=HELD_AT_STALLS)
    return not held.exists()


def carry_to_stalls(store: Store, product_id: str, *, is_free: bool) -> bool:
    """
    Let a product that is listed for the stalls be bought there or not, as its blocks say; ``is_free`` is what
    the store has. Return whether that was changed. The caller holds ``on_sale_lock``.
    """
    free = is_free_at_stalls(product_id)
    if free != is_free:
        let_be_bought(store, product_id, settings.CHANNEL_STALLS, free)
    return free != is_free


@contextmanager
def _held(variant: int) -> Iterator[ListingVariant | None]:
    """Keep its listing from every other call to the store; None where it is gone, or not in the store yet."""
    listing = ListingVariant.objects.filter(pk=variant).values_list("listing_id", flat=True).first()
    if listing is None:
        yield None
        return
    with advisory_lock(f"catalogue.listing:{listing}"):
        row = ListingVariant.objects.select_related("listing").get(pk=variant)
        yield row if row.variant_id else None


def carry_stock(*, variant: int) -> None:
    """
    Give the store the number that the seller wished last: what can be sold now, and what is sold already.

    A call that was cut off after the store had written is noticed by the number that it was going to write:
    what was sold since is not put back on the shelf. Moves of stock that were asked for before the wish are
    carried out before it, those after it wait for it: see docs/decisions/0055.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with _held(variant) as row:
        if row is None or row.stock_done == row.stock_wish:
            return
        if row.stock_wished_at is not None:
            carry_moves(row.variant_id, asked_before=row.stock_wished_at)
        with queue_lock(row.variant_id):
            _carry_stock(row)


def _carry_stock(row: ListingVariant) -> None:
    store, wish, slug = app_store(), row.stock_wish, warehouse_of(group(row.listing.group_code).district)
    there, allocated, warehouse = _stock(store, row, slug)
    if not _was_written(row, there):
        target = row.quantity + allocated
        ListingVariant.objects.filter(pk=row.pk).update(stock_before=there, stock_target=target)
        _write_stock(store, row, warehouse, target)
        for _again in range(READ_AGAIN):
            there, allocated, warehouse = _stock(store, row, slug)
            if there - allocated <= row.quantity:
                break
            _write_stock(store, row, warehouse, row.quantity + allocated)
    ListingVariant.objects.filter(pk=row.pk, stock_wish=wish).update(
        stock_done=wish, stock_before=None, stock_target=None
    )


def carry_price(*, variant: int) -> None:
    """
    Give the store the price that the seller wished last.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with _held(variant) as row:
        if row is None or row.price_done == row.price_wish:
            return
        wish = row.price_wish
        paise = row.price_paise if row.price_paise is not None else row.listing.price_paise
        assert paise is not None
        store = app_store()
        channel = store.channel_by_slug(slug=settings.CHANNEL_ONLINE).channel
        assert channel is not None
        answer = store.product_variant_channel_listing_update(
            id=row.variant_id,
            input=[
                ProductVariantChannelListingAddInput(channel_id=channel.id, price=Decimal(paise).scaleb(-2))
            ],
        ).product_variant_channel_listing_update
        assert answer is not None
        refuse_on(answer.errors)
        ListingVariant.objects.filter(pk=row.pk, price_wish__gte=wish).update(price_done=wish)


def refresh_stock(*, group_code: str, product_ids: Collection[str] | None = None) -> None:
    """
    Read from the store how many pieces of a group's goods can be sold now, of all or of these products;
    wishes under way are left alone.

    Raises:
        StoreUnavailable: to be tried again.
    """
    rows = Listing.objects.filter(group_code=group_code, published_at__isnull=False)
    rows = rows if product_ids is None else rows.filter(product_id__in=product_ids)
    with advisory_lock(f"catalogue.stock-read:{group_code}"):
        found = list(rows.exclude(stock_kind="made-to-order").prefetch_related("variants").order_by("id"))
        for start in range(0, len(found), PAGE):
            batch = found[start : start + PAGE]
            products = products_by_id(app_store(), [row.product_id for row in batch])
            for row in batch:
                if row.product_id in products:
                    _note_stock(row, products[row.product_id])


def products_by_id(
    store: Store, ids: list[str], *, channel: str = settings.CHANNEL_ONLINE
) -> dict[str, ListingProductParts]:
    """Return products that stand in a channel; whether they can be bought is as it is there."""
    answer = store.listing_products(ids=ids, channel=channel, first=PAGE).products
    return {edge.node.id: edge.node for edge in answer.edges} if answer is not None else {}


def is_in_channel(product: ListingProductParts, slug: str = settings.CHANNEL_ONLINE) -> bool:
    return any(each.channel.slug == slug for each in product.channel_listings or ())


def let_be_bought(store: Store, product_id: str, slug: str, free: bool) -> None:
    channel = store.channel_by_slug(slug=slug).channel
    assert channel is not None
    listing = ProductChannelListingAddInput(channel_id=channel.id, is_available_for_purchase=free)
    answer = store.product_channel_listing_update(
        id=product_id, input=ProductChannelListingUpdateInput(update_channels=[listing])
    ).product_channel_listing_update
    assert answer is not None
    refuse_on(answer.errors)


def _announce(product_id: str) -> None:
    """Tell once that goods are on sale."""
    now = clock.now()
    with transaction.atomic():
        first = Listing.objects.filter(
            product_id=product_id, published_at__isnull=False, on_sale_at__isnull=True
        )
        if first.update(on_sale_at=now):
            row = Listing.objects.get(product_id=product_id)
            outbox.record(
                "ListingOnSale",
                {
                    "listing_id": row.pk,
                    "group": row.group_code,
                    "person_id": row.person_id,
                    "product_id": product_id,
                    "title": name_of(row),
                },
            )


def _was_written(row: ListingVariant, there: int) -> bool:
    """Return whether an earlier call, cut off, had reached the store before it was cut off."""
    if row.stock_before is None or row.stock_target is None:
        return False
    if row.stock_target > row.stock_before:
        return there > row.stock_before
    return there <= row.stock_target


def _stock(store: Store, row: ListingVariant, slug: str) -> tuple[int, int, str]:
    """Return how many the group's warehouse has, how many of them are sold, and the warehouse's id."""
    product = store.listing_product(
        external_reference=row.listing.sku, channel=settings.CHANNEL_ONLINE
    ).product
    node = _node(product, row.variant_id)
    for stock in (node.stocks or ()) if node is not None else ():
        if stock.warehouse.slug == slug:
            return stock.quantity, stock.quantity_allocated, stock.warehouse.id
    return 0, 0, store_ids(store).warehouses[slug]


def _node(
    product: ListingProductParts | None, variant_id: str
) -> ListingProductPartsProductVariantsEdgesNode | None:
    edges = product.product_variants.edges if product is not None and product.product_variants else ()
    return next((edge.node for edge in edges if edge.node.id == variant_id), None)


def _write_stock(store: Store, row: ListingVariant, warehouse: str, quantity: int) -> None:
    answer = store.product_variant_stocks_update(
        variant_id=row.variant_id, stocks=[StockInput(warehouse=warehouse, quantity=quantity)]
    ).product_variant_stocks_update
    assert answer is not None
    refuse_on(answer.errors)


def _note_stock(row: Listing, product: ListingProductParts) -> None:
    here = warehouse_of(group(row.group_code).district)
    for each in row.variants.all():
        node = _node(product, each.variant_id)
        if node is None or each.stock_done != each.stock_wish:
            continue
        # What stands at a fair, or is on the way there, is not what her shop has.
        found = [stock for stock in node.stocks or () if stock.warehouse.slug == here]
        free = sum(max(stock.quantity - stock.quantity_allocated, 0) for stock in found)
        if free != each.quantity:
            ListingVariant.objects.filter(
                pk=each.pk, stock_wish=each.stock_wish, stock_done=each.stock_done
            ).update(quantity=free)
