"""Put the demo's goods and makers into the store, through the store's own documents."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings

from catalogue.demo.seed import Seed, SeedProduct, read_seed
from catalogue.demo.stories import write_story
from catalogue.models import DemoLoad
from catalogue.services.adopt import adopt
from catalogue.services.provision import StoreIds, provision
from catalogue.services.provision_inputs import MAKER
from catalogue.services.reindex import reindex_all
from catalogue.services.store_inputs import choice, document, metadata, value, warehouse_of, weight
from catalogue.services.texts import Text, Texts, add_texts
from commerce.client import (
    AttributeValueInput,
    LanguageCodeEnum,
    PageCreateInput,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductCreateInput,
    ProductMediaCreateInput,
    ProductVariantChannelListingAddInput,
    ProductVariantCreateInput,
    StockInput,
    Upload,
)
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from sellers.registry.facade import Group, groups_by_code, upsert_groups


@dataclass(frozen=True, slots=True)
class DemoLoaded:
    """What is in the store now; ``fresh`` where this call put it there."""

    products: int
    makers: int
    fresh: bool


def load_demo(*, progress: Callable[[str], None]) -> DemoLoaded:
    """
    Load the seed once; a seed that is loaded already is left alone without asking the store.

    Stopped half-way, the next call goes on: each piece is known by its SKU, each maker by its slug, and a
    piece is published last, when nothing is missing of it. What somebody changed since stays changed.

    Raises:
        StoreRefused, StoreUnavailable: from the store; what was made until then stays.
    """
    seed = read_seed()
    with advisory_lock("catalogue.load_demo"):
        if DemoLoad.objects.filter(fingerprint=seed.fingerprint).exists():
            return DemoLoaded(len(seed.products), len(seed.groups), fresh=False)
        progress("Setting up the store: channels, warehouses, attributes, categories")
        ids = provision()
        upsert_groups(seed.groups)
        groups = groups_by_code([row["code"] for row in seed.groups])
        makers = _makers(seed, ids, groups, progress)
        for place, piece in enumerate(seed.products, 1):
            there = _piece(piece, ids, groups[piece.group_code], makers[piece.group_code])
            adopt(piece=piece, product_id=there.product, variant_id=there.variant, now=clock.now())
            if place % 10 == 0 or place == len(seed.products):
                progress(f"Goods: {place} of {len(seed.products)}")
        reindex_all(progress=progress)
        DemoLoad.objects.create(fingerprint=seed.fingerprint, loaded_at=clock.now())
        return DemoLoaded(len(seed.products), len(seed.groups), fresh=True)


def _makers(seed: Seed, ids: StoreIds, groups: Any, progress: Callable[[str], None]) -> dict[str, str]:
    """Return the page of every group by its code."""
    store = app_store()
    pages: dict[str, str] = {}
    for row in seed.groups:
        group: Group = groups[row["code"]]
        page = store.maker_page(slug=group.slug).page
        pages[group.code] = page.id if page is not None else _maker(store, group, row["makes"], ids)
        answer = store.metadata_update(
            id=pages[group.code],
            input=metadata({"umeed.code": group.code, "umeed.sample": "true"}),
        ).update_metadata
        assert answer is not None
        refuse_on(answer.errors)
        write_story(store, pages[group.code], group, row)
    progress(f"Makers: {len(pages)}")
    return pages


def _maker(store: Store, group: Group, makes: list[str], ids: StoreIds) -> str:
    wanted = PageCreateInput(
        title=group.name,
        slug=group.slug,
        page_type=ids.page_types[MAKER],
        is_published=True,
        content=document(_story(group, makes)),
        attributes=[
            choice(ids.attributes["maker-district"], group.district),
            AttributeValueInput(id=ids.attributes["maker-block"], plain_text=group.block),
            AttributeValueInput(id=ids.attributes["maker-members"], numeric=str(group.members)),
            AttributeValueInput(id=ids.attributes["maker-formed"], numeric=str(group.formed_year)),
        ],
    )
    answer = store.page_create(input=wanted).page_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.page is not None
    return answer.page.id


def _story(group: Group, makes: list[str]) -> tuple[str, str]:
    goods = " and ".join(name.replace("-", " ") for name in makes)
    return (
        f"{group.members} women of {group.village} in {group.block} block, {group.district} district, have "
        f"worked together since {group.formed_year}. They make {goods}.",
        f"The group belongs to {group.village_organisation} and {group.cluster_level_federation}.",
    )


@dataclass(frozen=True, slots=True)
class _There:
    """Where the store has a piece."""

    product: str
    variant: str


def _piece(piece: SeedProduct, ids: StoreIds, group: Group, maker_page: str) -> _There:
    """Bring one piece into the store, or finish what an earlier call began; publish it last."""
    store = app_store()
    known = store.product_by_reference(external_reference=piece.sku).product
    variants = known.product_variants.edges if known is not None and known.product_variants else []
    if known is not None and variants and _is_listed(store, known.id):
        add_texts(store, known.id, _texts(piece))
        return _There(known.id, variants[0].node.id)
    product_id = known.id if known is not None else _product(store, piece, ids, group, maker_page)
    add_texts(store, product_id, _texts(piece))
    variant_id = variants[0].node.id if variants else _variant(store, piece, ids, group, product_id)
    if known is None or not known.media:
        _picture(store, piece, product_id)
    channel = ids.channels[settings.CHANNEL_ONLINE]
    listed = store.product_channel_listing_update(
        id=product_id,
        input=ProductChannelListingUpdateInput(
            update_channels=[
                ProductChannelListingAddInput(
                    channel_id=channel,
                    is_published=False,
                    visible_in_listings=True,
                    is_available_for_purchase=True,
                )
            ]
        ),
    ).product_channel_listing_update
    assert listed is not None
    refuse_on(listed.errors)
    priced = store.product_variant_channel_listing_update(
        id=variant_id,
        input=[ProductVariantChannelListingAddInput(channel_id=channel, price=piece.price)],
    ).product_variant_channel_listing_update
    assert priced is not None
    refuse_on(priced.errors)
    published = store.product_channel_listing_update(
        id=product_id,
        input=ProductChannelListingUpdateInput(
            update_channels=[ProductChannelListingAddInput(channel_id=channel, is_published=True)]
        ),
    ).product_channel_listing_update
    assert published is not None
    refuse_on(published.errors)
    return _There(product_id, variant_id)


def _texts(piece: SeedProduct) -> Texts:
    return {
        LanguageCodeEnum.HI: Text(piece.name_hi, piece.description_hi),
        LanguageCodeEnum.UR: Text(piece.name_ur, piece.description_ur),
    }


def _is_listed(store: Store, product_id: str) -> bool:
    """Return whether the piece stands in our channel with a price: then nothing is missing of it."""
    product = store.product_for_index(id=product_id, channel=settings.CHANNEL_ONLINE).product
    if product is None or product.pricing is None or product.pricing.price_range is None:
        return False
    return any(
        listing.is_published
        for listing in product.channel_listings or ()
        if listing.channel.slug == settings.CHANNEL_ONLINE
    )


def _product(store: Store, piece: SeedProduct, ids: StoreIds, group: Group, maker_page: str) -> str:
    facts = {
        "umeed.maker": piece.group_code,
        "umeed.hsn": piece.hsn,
        "umeed.dims_cm": piece.dims_cm,
        "umeed.lead_days": str(piece.lead_days),
        "umeed.fragile": "true" if piece.fragile else "false",
        "umeed.stock_kind": piece.stock_kind,
        "umeed.illustration": "true",
        "umeed.certification": piece.certification,
        "umeed.handmade": "true" if piece.handmade else "false",
    }
    if piece.shelf_life_days is not None:
        facts["umeed.shelf_life_days"] = str(piece.shelf_life_days)
    wanted = ProductCreateInput(
        name=piece.name,
        slug=piece.slug,
        external_reference=piece.sku,
        product_type=ids.product_types[piece.category],
        category=ids.categories[piece.category],
        description=document([piece.description]),
        weight=weight(piece.weight_grams),
        charge_taxes=True,
        metadata=metadata(facts),
        attributes=[
            choice(ids.attributes["craft"], piece.craft),
            choice(ids.attributes["district"], group.district),
            AttributeValueInput(id=ids.attributes["certified"], boolean=piece.certified),
            AttributeValueInput(id=ids.attributes["gi-tag"], boolean=piece.gi),
            AttributeValueInput(id=ids.attributes[MAKER], reference=maker_page),
            *(value(ids, slug, given) for slug, given in piece.attributes.items() if given != "none"),
        ],
    )
    answer = store.product_create(input=wanted).product_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.product is not None
    return answer.product.id


def _variant(store: Store, piece: SeedProduct, ids: StoreIds, group: Group, product_id: str) -> str:
    wanted = ProductVariantCreateInput(
        product=product_id,
        sku=piece.sku,
        external_reference=piece.sku,
        name=piece.name,
        attributes=[],
        track_inventory=piece.stock_kind != "made-to-order",
        weight=weight(piece.weight_grams),
        stocks=[StockInput(warehouse=ids.warehouses[warehouse_of(group.district)], quantity=piece.quantity)],
    )
    answer = store.product_variant_create(input=wanted).product_variant_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.product_variant is not None
    return answer.product_variant.id


def _picture(store: Store, piece: SeedProduct, product_id: str) -> None:
    image = Upload(
        filename=piece.picture.name, content=BytesIO(piece.picture.read_bytes()), content_type="image/webp"
    )
    answer = store.product_media_create(
        input=ProductMediaCreateInput(product=product_id, alt=piece.picture_alt[:250], image=image)
    ).product_media_create
    assert answer is not None
    refuse_on(answer.errors)
