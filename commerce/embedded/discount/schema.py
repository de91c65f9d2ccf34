"""GraphQL: vouchers, and a checkout's code. What checkouts and orders show is in ``schema_shown``."""

from decimal import Decimal
from typing import Any

from commerce.embedded.account.schema import country_display
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, channels_of
from commerce.embedded.checkout.selectors import checkout_pk
from commerce.embedded.checkout.services.promo_code import add_promo_code, remove_promo_code
from commerce.embedded.discount import schema_shown, selectors  # noqa: F401 - the former binds
from commerce.embedded.discount.guesses import guessing
from commerce.embedded.discount.models import Voucher, VoucherChannelListing, VoucherCode
from commerce.embedded.discount.services import save_voucher as writes
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.product.context import show_in
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money

_MANAGE = "MANAGE_DISCOUNTS"

metadata_type("Voucher", Voucher, permission=_MANAGE)

_SORT = {
    "NAME": ("name", "id"),
    "START_DATE": ("start_date", "id"),
    "END_DATE": ("end_date", "id"),
    "TYPE": ("type", "id"),
    "USAGE_LIMIT": ("usage_limit", "id"),
}


def _in_channel(vouchers: list[Voucher], slug: str | None) -> list[Voucher]:
    channel = channel_by(slug=slug) if slug else None
    for voucher in vouchers:
        show_in([voucher], channel)
    return vouchers


@resolver("Query", "voucher", permission=_MANAGE)
def voucher(info: Info, id: str, channel: str | None = None) -> Voucher | None:
    row = Voucher.objects.filter(pk=pk_of(id, "Voucher")).first()
    return _in_channel([row], channel)[0] if row else None


@resolver("Query", "vouchers", permission=_MANAGE)
def vouchers(
    info: Info,
    filter: dict[str, Any] | None = None,
    sort_by: dict[str, Any] | None = None,
    channel: str | None = None,
    **page: Any,
) -> Connection:
    rows = Voucher.objects.filter(selectors.voucher_condition(filter or {}, now()))
    if channel:
        rows = rows.filter(channel_listings__channel__slug=channel)
    order: tuple[str, ...] = _SORT[sort_by["field"]] if sort_by else _SORT["NAME"]
    if sort_by and sort_by["direction"] == "DESC":
        order = tuple(f"-{name}" for name in order)
    made = connection(rows, page, order=order, name="vouchers")
    _in_channel([edge["node"] for edge in made.edges], channel)
    return made


@mutation("voucherCreate", errors="DiscountError", permission=_MANAGE)
def voucher_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"voucher": writes.create_voucher(input)}


@mutation("voucherUpdate", errors="DiscountError", permission=_MANAGE)
def voucher_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"voucher": writes.update_voucher(found(Voucher, id), input)}


@mutation("voucherDelete", errors="DiscountError", permission=_MANAGE)
def voucher_delete(info: Info, id: str) -> dict[str, Any]:
    row = found(Voucher, id)
    pk = row.pk
    row.delete()
    row.pk = pk
    return {"voucher": row}


@mutation("voucherCataloguesAdd", errors="DiscountError", permission=_MANAGE)
def voucher_catalogues_add(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = found(Voucher, id, field="voucherId")
    return {"voucher": writes.change_catalogues(row, input, add=True)}


@mutation("voucherCataloguesRemove", errors="DiscountError", permission=_MANAGE)
def voucher_catalogues_remove(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = found(Voucher, id, field="voucherId")
    return {"voucher": writes.change_catalogues(row, input, add=False)}


@mutation("voucherChannelListingUpdate", errors="DiscountError", permission=_MANAGE)
def voucher_channel_listing_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"voucher": writes.list_in_channels(found(Voucher, id), input)}


@mutation("voucherCodeBulkDelete", errors="VoucherCodeBulkDeleteError", permission=_MANAGE)
def voucher_code_bulk_delete(info: Info, ids: list[str]) -> dict[str, Any]:
    try:
        return {"count": writes.delete_codes(ids)}
    except writes.BadCodes as bad:
        entry = {"path": "ids", "code": "INVALID", "message": str(bad), "voucher_codes": bad.ids}
        return {"count": 0, "errors": [entry]}


@mutation("checkoutAddPromoCode", errors="CheckoutError")
def checkout_add_promo_code(
    info: Info, promo_code: str, id: str | None = None, checkout_id: str | None = None
) -> dict[str, Any]:
    at = now()
    checkout = checkout_pk(id or checkout_id)
    with guessing(network=info.context.network, checkout=checkout, now=at):
        changed = add_promo_code(checkout_id=checkout, code=promo_code, now=at)
    return {"checkout": changed}


@mutation("checkoutRemovePromoCode", errors="CheckoutError")
def checkout_remove_promo_code(
    info: Info,
    id: str | None = None,
    checkout_id: str | None = None,
    promo_code: str | None = None,
    promo_code_id: str | None = None,
) -> dict[str, Any]:
    at = now()
    checkout = checkout_pk(id or checkout_id)
    with guessing(network=info.context.network, checkout=checkout, now=at):
        changed = remove_promo_code(checkout_id=checkout, code=promo_code, voucher_gid=promo_code_id, now=at)
    return {"checkout": changed}


# What a voucher shows.


@resolver("Voucher", "code")
def voucher_code(source: Voucher, info: Info) -> str | None:
    code: str | None = load(source, "newest_code", selectors.newest_codes)
    return code


@resolver("Voucher", "used")
def voucher_used(source: Voucher, info: Info) -> int:
    return load(source, "used", selectors.uses_of) or 0


@resolver("Voucher", "codes")
def voucher_codes(source: Voucher, info: Info, **page: Any) -> Connection:
    return connection(source.codes.all(), page, order=("-created_at", "code"), name="codes")


@resolver("Voucher", "categories")
def voucher_categories(source: Voucher, info: Info, **page: Any) -> Connection:
    return connection(source.categories.all(), page, order=("id",), name="categories")


@resolver("Voucher", "collections", permission=_MANAGE)
def voucher_collections(source: Voucher, info: Info, **page: Any) -> Connection:
    return connection(source.collections.all(), page, order=("id",), name="collections")


@resolver("Voucher", "products", permission=_MANAGE)
def voucher_products(source: Voucher, info: Info, **page: Any) -> Connection:
    return connection(source.products.all(), page, order=("id",), name="products")


@resolver("Voucher", "variants", permission=_MANAGE)
def voucher_variants(source: Voucher, info: Info, **page: Any) -> Connection:
    return connection(source.variants.all(), page, order=("id",), name="variants")


@resolver("Voucher", "countries")
def voucher_countries(source: Voucher, info: Info) -> list[dict[str, str]]:
    return [country_display(code) for code in source.countries]


@resolver("Voucher", "channelListings", permission=_MANAGE)
def voucher_channel_listings(source: Voucher, info: Info) -> list[VoucherChannelListing]:
    rows: list[VoucherChannelListing] = load(source, "listings", selectors.listings_of)
    return rows


def _listing(source: Voucher) -> VoucherChannelListing | None:
    """Return the listing of the channel that the query named."""
    channel: Channel | None = source.__dict__.get("_shown_in")
    rows: list[VoucherChannelListing] = load(source, "listings", selectors.listings_of) if channel else []
    return next((row for row in rows if channel is not None and row.channel_id == channel.pk), None)


@resolver("Voucher", "discountValue")
def voucher_discount_value(source: Voucher, info: Info) -> Decimal | None:
    listing = _listing(source)
    return listing.discount_value if listing else None


@resolver("Voucher", "currency")
def voucher_currency(source: Voucher, info: Info) -> str | None:
    listing = _listing(source)
    return listing.currency if listing else None


@resolver("Voucher", "minSpent")
def voucher_min_spent(source: Voucher, info: Info) -> Money | None:
    listing = _listing(source)
    return _min_spent(listing) if listing else None


def _min_spent(listing: VoucherChannelListing) -> Money | None:
    if listing.min_spent_amount is None:
        return None
    return Money(listing.min_spent_amount, listing.currency)


@resolver("VoucherChannelListing", "channel")
def listing_channel(listing: VoucherChannelListing, info: Info) -> Channel:
    channel: Channel = load(listing, "channel", channels_of)
    return channel


@resolver("VoucherChannelListing", "minSpent")
def listing_min_spent(listing: VoucherChannelListing, info: Info) -> Money | None:
    return _min_spent(listing)


@resolver("VoucherCode", "used")
def code_used(code: VoucherCode, info: Info) -> int:
    return code.used
