"""Goods that travel to an exhibition are listed in the channel of the stalls too, at their price there."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from django.conf import settings

from catalogue.services.carry import (
    PAGE,
    carry_to_stalls,
    is_free_at_stalls,
    is_in_channel,
    on_sale_lock,
    products_by_id,
)
from commerce.client import (
    ListingProductParts,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductVariantChannelListingAddInput,
)
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money

#: Products are listed by one caller at a time: two stalls may bring the same goods.
_LOCK: Final = "catalogue.list-at-stalls"


def list_at_stalls(*, product_ids: Iterable[str], prices: Mapping[str, Money] | None = None) -> int:
    """
    List products in the channel ``stalls``, each variant at its price in ``prices``, else at that online;
    what is listed so already is left alone. A product that was never online is left out; what may not be sold
    at fairs is listed as not to be bought. Returns how many were listed, repriced, opened or closed.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again; what was listed until then stays.
    """
    wanted = sorted(set(product_ids))
    with advisory_lock(_LOCK):
        store, changed = app_store(), 0
        channel = store.channel_by_slug(slug=settings.CHANNEL_STALLS).channel
        if channel is None:
            return 0
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            there = products_by_id(store, page, channel=settings.CHANNEL_STALLS)
            for product in products_by_id(store, page).values():
                with on_sale_lock(product.id):
                    changed += _list(store, product, channel.id, prices or {}, there.get(product.id))
    return changed


def _list(
    store: Store,
    product: ListingProductParts,
    channel_id: str,
    prices: Mapping[str, Money],
    there: ListingProductParts | None,
) -> bool:
    """``there`` is the product as the channel of the stalls has it, None where it is not listed there."""
    if not is_in_channel(product):
        return False
    lacking = {}
    for edge in product.product_variants.edges if product.product_variants else ():
        named = prices.get(edge.node.id)
        wanted = named.amount if named else _price(edge.node, settings.CHANNEL_ONLINE)
        if wanted not in (None, _price(edge.node, settings.CHANNEL_STALLS)):
            lacking[edge.node.id] = wanted
    if there is not None:
        is_turned = carry_to_stalls(store, product.id, is_free=bool(there.is_available_for_purchase))
    else:
        is_turned = True
        listing = ProductChannelListingAddInput(
            channel_id=channel_id,
            is_published=True,
            visible_in_listings=True,
            is_available_for_purchase=is_free_at_stalls(product.id),
        )
        answer = store.product_channel_listing_update(
            id=product.id, input=ProductChannelListingUpdateInput(update_channels=[listing])
        ).product_channel_listing_update
        assert answer is not None
        refuse_on(answer.errors)
    for variant, price in lacking.items():
        priced = store.product_variant_channel_listing_update(
            id=variant, input=[ProductVariantChannelListingAddInput(channel_id=channel_id, price=price)]
        ).product_variant_channel_listing_update
        assert priced is not None
        refuse_on(priced.errors)
    return is_turned or bool(lacking)


def _price(variant: object, slug: str) -> Decimal | None:
    """Return a variant's price in a channel; None where it has none there."""
    for each in getattr(variant, "channel_listings", None) or ():
        if each.channel.slug == slug and each.price is not None:
            return Decimal(each.price.fractional_amount).scaleb(-each.price.fraction_digits)
    return None
