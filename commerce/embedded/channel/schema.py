"""Channels in the contract."""

from typing import Any

from commerce.embedded.account.schema import country_display
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, countries_of_channels, warehouses_of_channels
from commerce.embedded.channel.services.save_channel import (
    ALLOCATION_STRATEGY,
    create_channel,
    update_channel,
)
from commerce.embedded.engine.ids import found
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.warehouse.models import Warehouse

metadata_type("Channel", Channel, permission="MANAGE_CHANNELS")

STAFF = "AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER"


@resolver("Query", "channel")
def channel(info: Info, id: str | None = None, slug: str | None = None) -> Channel | None:
    return channel_by(gid=id, slug=slug)


@resolver("Query", "channels", permission=STAFF)
def channels(info: Info) -> list[Channel]:
    return list(Channel.objects.order_by("id"))


@resolver("Channel", "defaultCountry")
def default_country(source: Channel, info: Info) -> dict[str, str]:
    return country_display(source.default_country)


@resolver("Channel", "isActive", permission=STAFF)
def is_active(source: Channel, info: Info) -> bool:
    return source.is_active


@resolver("Channel", "currencyCode", permission=STAFF)
def currency_code(source: Channel, info: Info) -> str:
    return source.currency_code


@resolver("Channel", "name", permission=STAFF)
def name(source: Channel, info: Info) -> str:
    return source.name


@resolver("Channel", "warehouses", permission=STAFF)
def warehouses(source: Channel, info: Info) -> list[Warehouse]:
    found: list[Warehouse] = load(source, "warehouses", warehouses_of_channels)
    return found


@resolver("Channel", "stockSettings", permission=STAFF)
def stock_settings(source: Channel, info: Info) -> dict[str, str]:
    return {"allocation_strategy": ALLOCATION_STRATEGY}


@resolver("Channel", "orderSettings", permission="MANAGE_CHANNELS|MANAGE_ORDERS")
@resolver("Channel", "checkoutSettings", permission="MANAGE_CHANNELS|MANAGE_CHECKOUTS")
@resolver("Channel", "paymentSettings", permission="MANAGE_CHANNELS|HANDLE_PAYMENTS")
def settings(source: Channel, info: Info) -> dict[str, Any]:
    """The three groups of settings are columns of the channel; what has one value only stands here."""
    completes = source.automatically_complete_fully_paid_checkouts
    return {
        "mark_as_paid_strategy": "TRANSACTION_FLOW",
        "automatically_confirm_all_new_orders": source.automatically_confirm_all_new_orders,
        "expire_orders_after": source.expire_orders_after_minutes,
        "allow_unpaid_orders": source.allow_unpaid_orders,
        "use_legacy_error_flow": False,
        "automatically_complete_fully_paid_checkouts": completes,
        "automatic_completion_delay": 0 if completes else None,
        "default_transaction_flow_strategy": source.default_transaction_flow_strategy,
    }


@mutation("channelCreate", errors="ChannelError", permission="MANAGE_CHANNELS")
def channel_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    warehouses = [found(Warehouse, gid, field="addWarehouses") for gid in input.get("add_warehouses") or ()]
    return {"channel": create_channel(given=input, warehouses=warehouses)}


@mutation("channelUpdate", errors="ChannelError", permission="MANAGE_CHANNELS")
def channel_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    channel = found(Channel, id)
    warehouses = [found(Warehouse, gid, field="addWarehouses") for gid in input.get("add_warehouses") or ()]
    gone = input.get("remove_warehouses") or ()
    without = [found(Warehouse, gid, field="removeWarehouses") for gid in gone]
    return {"channel": update_channel(channel=channel, given=input, warehouses=warehouses, without=without)}


@resolver("Channel", "countries")
def countries(source: Channel, info: Info) -> list[dict[str, str]]:
    """Where a shipping zone of the channel sends to; apps offer more than that at checkout."""
    return [country_display(code) for code in load(source, "countries", countries_of_channels) or ()]
