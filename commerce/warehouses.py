"""Warehouses of the store that come and go: opened for some days, and let go when nothing stands in them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from commerce.client import (
    AddressInput,
    ChannelUpdateInput,
    CountryCode,
    SellingSetupChannels,
    ShippingZoneUpdateInput,
    WarehouseCreateInput,
)
from commerce.client.client import Store
from commerce.errors import refuse_on
from commerce.selling import selling_links
from jkrlm.kernel.locks import advisory_lock

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class WarehouseWish:
    """
    ``state`` is that of the PIN code. ``channel`` is the one through which it sells, or empty: what stands
    there cannot be bought.
    """

    slug: str
    name: str
    street: str
    town: str
    pincode: str
    state: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one warehouse has of a variant: ``free`` is below nought where more was sold than is there."""

    quantity: int
    allocated: int

    @property
    def free(self) -> int:
        return self.quantity - self.allocated


def stock_of(store: Store, variant_ids: Collection[str]) -> dict[tuple[str, str], Standing]:
    """Return what the store has of variants, by (variant, slug of the warehouse). Raises StoreUnavailable."""
    ids, found = sorted(set(variant_ids)), {}
    for start in range(0, len(ids), PAGE):
        part = ids[start : start + PAGE]
        answer = store.stocks_of_variants(ids=part, first=PAGE).product_variants
        for edge in answer.edges if answer is not None else ():
            for stock in edge.node.stocks or ():
                standing = Standing(stock.quantity, stock.quantity_allocated)
                found[edge.node.id, stock.warehouse.slug] = standing
    return found


def open_warehouse(store: Store, wish: WarehouseWish) -> str:
    """
    Make a warehouse, let it sell through its channel in the zone of that channel, and return its id. What is
    there already is left as it is; repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with advisory_lock(f"commerce.warehouse:{wish.slug}"):
        found = warehouse_ids(store).get(wish.slug) or _made(store, wish)
        if wish.channel:
            _link(store, found, wish.channel)
        return found


def close_warehouse(store: Store, slug: str, *, channel: str) -> None:
    """
    Sell from a warehouse no more; it stays for what was sold from it. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with advisory_lock(f"commerce.warehouse:{slug}"):
        found = warehouse_ids(store).get(slug)
        sells = _channel(store, channel)
        if found is None or sells is None:
            return
        zone = selling_links(store, sells.id)
        if zone is not None and found in zone.warehouses:
            wanted = ShippingZoneUpdateInput(default=zone.default, remove_warehouses=[found])
            _done(store.shipping_zone_update(id=zone.id, input=wanted).shipping_zone_update)
        if found in {each.id for each in sells.warehouses}:
            without = ChannelUpdateInput(remove_warehouses=[found])
            _done(store.channel_update(id=sells.id, input=without).channel_update)


def warehouse_ids(store: Store) -> dict[str, str]:
    """Return every warehouse's id by its slug."""
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        page = store.warehouses(after=after).warehouses
        if page is None:
            return found
        found |= {edge.node.slug: edge.node.id for edge in page.edges}
        if not page.page_info.has_next_page:
            return found
        after = page.page_info.end_cursor


def _made(store: Store, wish: WarehouseWish) -> str:
    answer = store.warehouse_create(
        input=WarehouseCreateInput(
            name=wish.name,
            slug=wish.slug,
            external_reference=wish.slug,
            email="",
            address=AddressInput(
                company_name="Umeed",
                street_address_1=wish.street,
                city=wish.town,
                postal_code=wish.pincode,
                country=CountryCode.IN,
                country_area=wish.state,
            ),
        )
    ).create_warehouse
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.warehouse is not None
    return answer.warehouse.id


def _link(store: Store, warehouse_id: str, slug: str) -> None:
    """A Saleor counts a stock only where channel and zone both know its warehouse, the channel first."""
    sells = _channel(store, slug)
    if sells is None:
        return
    if warehouse_id not in {each.id for each in sells.warehouses}:
        wanted = ChannelUpdateInput(add_warehouses=[warehouse_id])
        _done(store.channel_update(id=sells.id, input=wanted).channel_update)
    zone = selling_links(store, sells.id)
    if zone is not None and warehouse_id not in zone.warehouses:
        joined = ShippingZoneUpdateInput(default=zone.default, add_warehouses=[warehouse_id])
        _done(store.shipping_zone_update(id=zone.id, input=joined).shipping_zone_update)


def _channel(store: Store, slug: str) -> SellingSetupChannels | None:
    return next((each for each in store.selling_setup().channels or () if each.slug == slug), None)


def _done(answer: object) -> None:
    assert answer is not None
    refuse_on(answer.errors)  # type: ignore[attr-defined]
