"""What the catalogue does when something has happened; each is harmless when repeated."""

from catalogue.models import Listing, ListingPhoto
from catalogue.services.blocks import judge
from catalogue.services.carry import carry_blocks, carry_price, carry_stock, refresh_stock
from catalogue.services.carry_photos import carry_photos, hide_elsewhere
from catalogue.services.publish_listing import publish_listing
from catalogue.services.reindex import reindex_product
from catalogue.services.texts import carry_texts
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from media.facade import originals_of, same_pictures


def follow_product(event: Event) -> None:
    """
    Bring the index, and what a listing knows of its stock, up to date with the product that the event names.

    Raises:
        StoreUnavailable: the event is delivered again.
    """
    payload = event.payload
    product = payload.get("product") or (payload.get("productVariant") or {}).get("product") or {}
    if not product.get("id"):
        return
    reindex_product(product_id=product["id"])
    row = Listing.objects.filter(product_id=product["id"]).values_list("group_code", flat=True).first()
    if row is not None:
        refresh_stock(group_code=row, product_ids=[product["id"]])


def on_listing_approved(event: Event) -> None:
    """
    React to ListingApproved: the store gets the goods.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    publish_listing(listing_id=event.payload["listing_id"])


def on_listing_translated(event: Event) -> None:
    """
    React to ListingTranslated: the store says it, and it is found by it. Events of before named no languages.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    product_id = carry_texts(
        listing_id=event.payload["listing_id"], languages=event.payload.get("languages", ("hi", "ur"))
    )
    if product_id:
        reindex_product(product_id=product_id)


def on_listing_pictured(event: Event) -> None:
    """
    React to ListingPictured: the store shows the photographs as they are now, and none that nobody may see.

    Raises:
        StoreRefused, StoreUnavailable, FilesUnavailable: the event is delivered again.
    """
    carry_photos(listing_id=event.payload["listing_id"])


def on_pictures_equal(event: Event) -> None:
    """
    React to PicturesEqual: what was known to be equal to a hidden photograph too late is hidden as well.

    That is said by ListingPictured then, so that nothing here asks the store.
    """
    equal = same_pictures([str(event.payload["key"])])
    keys = equal | originals_of(equal)
    for photo in ListingPhoto.objects.filter(original_key__in=keys, hidden=True):
        hide_elsewhere(photo)


def on_blocks_changed(event: Event) -> None:
    """
    React to BlocksChanged: the store sells the product, or does not.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    carry_blocks(product_id=event.payload["product_id"])


def on_stock_wished(event: Event) -> None:
    """
    React to ListingStockWished.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    carry_stock(variant=event.payload["variant"])


def on_price_wished(event: Event) -> None:
    """
    React to ListingPriceWished.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    carry_price(variant=event.payload["variant"])


def on_group_sold(event: Event) -> None:
    """
    React to a seller order that was placed or moved: fewer pieces can be sold, or more again.

    Raises:
        StoreUnavailable: the event is delivered again.
    """
    refresh_stock(group_code=event.payload["group"], product_ids=event.payload.get("products"))


def on_group_judged(event: Event) -> None:
    """React to GroupChanged: a licence, an approval or a suspension may let goods be sold, or not."""
    judge([event.payload["code"]], now=clock.now())
