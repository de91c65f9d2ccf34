"""Approved goods come into the store: made, pictured, priced, published last. Repeatable after any step."""

from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from catalogue.contracts_listings import BlockReason, Kind, StockKind
from catalogue.kinds import kind_of
from catalogue.models import Block, Listing, ListingVariant, Stage
from catalogue.reference import category_specs, crafts
from catalogue.services.blocks import block, judge
from catalogue.services.carry import carry_blocks, carry_stock
from catalogue.services.carry_photos import write_photos
from catalogue.services.decide import give_sku
from catalogue.services.photos import keep_photos
from catalogue.services.provision import StoreIds, store_ids
from catalogue.services.provision_inputs import MAKER
from catalogue.services.store_inputs import (
    choice,
    document,
    metadata,
    paragraphs,
    value,
    warehouse_of,
    weight,
)
from catalogue.services.texts import texts_of, write_texts
from commerce.client import (
    AttributeValueInput,
    ListingProductParts,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductCreateInput,
    ProductVariantChannelListingAddInput,
    ProductVariantCreateInput,
    StockInput,
)
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from sellers.registry.facade import Group, group, publish_maker

#: Whose product it is, in the store: a number that another product has is left to it.
LISTING_KEY: Final = "umeed.listing"
CERTIFICATION: Final = "certification"


def publish_listing(*, listing_id: int) -> None:
    """
    Bring approved goods into the store, or finish what an earlier call began.

    The product is known by its SKU and our key; blocks are put before anybody can buy it.

    Raises:
        StoreRefused, StoreUnavailable: from the store; what was made until then is found again.
    """
    with advisory_lock(f"catalogue.listing:{listing_id}"):
        row = Listing.objects.filter(pk=listing_id, stage=Stage.APPROVED).first()
        kind = kind_of(row.kind) if row is not None else None
        if row is None or kind is None:
            return
        if row.published_at is None:
            _publish(row, kind)
    carry_blocks(product_id=row.product_id)


def _publish(row: Listing, kind: Kind) -> None:
    store = app_store()
    ids = store_ids(store)
    seller = group(row.group_code)
    known = _known(store, row)
    if known is None:
        product_id, slug = _product(store, row, kind, ids, seller)
    else:
        product_id, slug = known.id, known.slug
    _remember(row, product_id, slug, kind)
    write_texts(store, product_id, texts_of(row))
    _pictures(store, row)
    channel = ids.channels[settings.CHANNEL_ONLINE]
    free = not Block.objects.filter(product_id=product_id, lifted_at__isnull=True).exists()
    _list(store, product_id, ProductChannelListingAddInput(
        channel_id=channel, is_published=False, visible_in_listings=True, is_available_for_purchase=free
    ))  # fmt: skip
    _variants(store, row, known, warehouse=ids.warehouses[warehouse_of(seller.district)], channel=channel)
    for variant in row.variants.values_list("pk", flat=True):
        carry_stock(variant=variant)  # before anybody buys: a number written later would count the sold again
    _list(store, product_id, ProductChannelListingAddInput(channel_id=channel, is_published=True))
    row.published_at = clock.now()
    Listing.objects.filter(pk=row.pk, published_at__isnull=True).update(published_at=row.published_at)


def _known(store: Store, row: Listing) -> ListingProductParts | None:
    """Return the product that an earlier call made; another's SKU is left to it, for the next number."""
    while True:
        # Without a channel: in one the store hides variants that have no price yet.
        found = store.listing_product(external_reference=row.sku).product
        if found is None:
            return None
        facts = {item.key: item.value for item in found.metadata}
        if facts.get(LISTING_KEY) == row.key:
            return found
        with transaction.atomic():
            give_sku(row)
            Listing.objects.filter(pk=row.pk).update(sku=row.sku)


def _remember(row: Listing, product_id: str, slug: str, kind: Kind) -> None:
    """Keep where the store has it, and put the blocks that hold from the start."""
    now = clock.now()
    with transaction.atomic():
        Listing.objects.filter(pk=row.pk).update(product_id=product_id, slug=slug)
        row.product_id, row.slug = product_id, slug
        judge([row.group_code], now=now)
        begun = Block.objects.filter(product_id=product_id, reason=BlockReason.CERTIFICATE).exists()
        if kind.needs_certificate and not begun:
            block(
                product_ids=[product_id],
                reason=BlockReason.CERTIFICATE,
                source=CERTIFICATION,
                note="",
                until=None,
                now=now,
            )


def _product(store: Store, row: Listing, kind: Kind, ids: StoreIds, seller: Group) -> tuple[str, str]:
    craft = next(craft for craft in crafts() if craft.slug == kind.slug)
    attributes = [
        choice(ids.attributes["craft"], craft.name),
        choice(ids.attributes["district"], seller.district),
        AttributeValueInput(id=ids.attributes["certified"], boolean=False),
        AttributeValueInput(id=ids.attributes["gi-tag"], boolean=False),
        *(value(ids, slug, given) for slug, given in row.facts.items() if slug in _own(kind)),
    ]
    maker = _maker(store, seller)
    if maker:
        attributes.append(AttributeValueInput(id=ids.attributes[MAKER], reference=maker))
    answer = store.product_create(
        input=ProductCreateInput(
            name=row.title,
            slug=slugify(f"{row.title} {row.sku}")[:200],
            external_reference=row.sku,
            product_type=ids.product_types[kind.category],
            category=ids.categories[kind.category],
            description=document(paragraphs(row.description)),
            weight=weight(row.weight_grams or 0),
            charge_taxes=True,
            metadata=metadata(_facts(row, kind)),
            attributes=attributes,
        )
    ).product_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.product is not None
    return answer.product.id, answer.product.slug


def _own(kind: Kind) -> frozenset[str]:
    """Return the attributes that the store's product type has of its own; it refuses any other."""
    return frozenset(
        next(spec.attributes for spec in category_specs() if spec.category.slug == kind.category)
    )


def _maker(store: Store, seller: Group) -> str:
    """Return the maker's page: made or brought up to date where the group is approved, else what is there."""
    made = publish_maker(code=seller.code)
    page = None if made else store.maker_page(slug=seller.slug).page
    return made or (page.id if page is not None else "")


def _facts(row: Listing, kind: Kind) -> dict[str, str]:
    return {
        LISTING_KEY: row.key,
        "umeed.maker": row.group_code,
        "umeed.hsn": row.hsn,
        "umeed.dims_cm": row.dims_cm,
        "umeed.lead_days": str(row.lead_days),
        "umeed.fragile": "true" if row.facts.get("fragile") else "false",
        "umeed.stock_kind": row.stock_kind,
        "umeed.handmade": "true" if kind.handmade else "false",
    }


def _pictures(store: Store, row: Listing) -> None:
    """Upload the photographs that are not there yet, in order, with their words."""
    product = store.listing_product(external_reference=row.sku).product
    assert product is not None
    with transaction.atomic():
        keep_photos(Listing.objects.select_for_update().get(pk=row.pk), now=clock.now())
    write_photos(store, row, product)


def _variants(
    store: Store, row: Listing, known: ListingProductParts | None, *, warehouse: str, channel: str
) -> None:
    there = {
        edge.node.sku: edge.node.id
        for edge in (known.product_variants.edges if known is not None and known.product_variants else ())
    }
    for each in list(row.variants.all()):
        stock_wish, price_wish = each.stock_wish, each.price_wish
        variant_id = there.get(each.sku) or _variant(store, row, each, warehouse)
        price = each.price_paise if each.price_paise is not None else row.price_paise
        assert price is not None
        answer = store.product_variant_channel_listing_update(
            id=variant_id,
            input=[ProductVariantChannelListingAddInput(channel_id=channel, price=Decimal(price).scaleb(-2))],
        ).product_variant_channel_listing_update
        assert answer is not None
        refuse_on(answer.errors)
        if each.sku not in there:
            stock_done = stock_wish
        else:  # made by a call that was cut off, with the number of that time
            stock_done = each.stock_done if each.variant_id else max(stock_wish - 1, 0)
        ListingVariant.objects.filter(pk=each.pk).update(
            variant_id=variant_id, stock_done=stock_done, price_done=price_wish
        )


def _variant(store: Store, row: Listing, each: ListingVariant, warehouse: str) -> str:
    answer = store.product_variant_create(
        input=ProductVariantCreateInput(
            product=row.product_id,
            sku=each.sku,
            external_reference=each.sku,
            name=each.name or row.title,
            attributes=[],
            track_inventory=row.stock_kind != StockKind.MADE_TO_ORDER,
            weight=weight(row.weight_grams or 0),
            stocks=[StockInput(warehouse=warehouse, quantity=each.quantity)],
        )
    ).product_variant_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.product_variant is not None
    return answer.product_variant.id


def _list(store: Store, product_id: str, listing: ProductChannelListingAddInput) -> None:
    answer = store.product_channel_listing_update(
        id=product_id, input=ProductChannelListingUpdateInput(update_channels=[listing])
    ).product_channel_listing_update
    assert answer is not None
    refuse_on(answer.errors)
