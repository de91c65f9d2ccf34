"""GraphQL: zones, and the delivery options of checkouts and orders."""

from typing import Any

from commerce.embedded.account.schema import country_display
from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import CheckoutDelivery
from commerce.embedded.checkout.selectors import checkout_by_id, method_view
from commerce.embedded.checkout.services.delivery_options import delivery_options
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import found, pk_of, uuid_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.shipping.models import ShippingMethod, ShippingZone
from commerce.embedded.shipping.selectors import channels_of_zones, methods_of_zones, warehouses_of_zones
from commerce.embedded.shipping.services.create_zone import create_zone
from commerce.embedded.shipping.services.update_zone import update_zone
from commerce.embedded.warehouse.models import Warehouse
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id

metadata_type("ShippingZone", ShippingZone, permission="MANAGE_SHIPPING")
metadata_type("ShippingMethod", ShippingMethod, permission="MANAGE_SHIPPING")


@resolver("Query", "shippingZones", permission="MANAGE_SHIPPING")
def shipping_zones(info: Info, **page: Any) -> Connection:
    return connection(ShippingZone.objects.all(), page, order=("name", "id"), name="shippingZones")


@mutation("shippingZoneCreate", errors="ShippingError", permission="MANAGE_SHIPPING")
def shipping_zone_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    zone = create_zone(
        name=input.get("name") or "",
        description=input.get("description") or "",
        countries=input.get("countries") or (),
        default=bool(input.get("default")),
        channel_ids=[pk_of(gid, "Channel") for gid in input.get("add_channels") or ()],
        warehouse_ids=[uuid_of(gid, "Warehouse") for gid in input.get("add_warehouses") or ()],
    )
    return {"shipping_zone": zone}


@mutation("shippingZoneUpdate", errors="ShippingError", permission="MANAGE_SHIPPING")
def shipping_zone_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    channels = [found(Channel, gid, field="addChannels") for gid in input.get("add_channels") or ()]
    warehouses = [found(Warehouse, gid, field="addWarehouses") for gid in input.get("add_warehouses") or ()]
    gone = input.get("remove_warehouses") or ()
    without = [found(Warehouse, gid, field="removeWarehouses") for gid in gone]
    zone = update_zone(
        zone=found(ShippingZone, id), given=input, channels=channels, warehouses=warehouses, without=without
    )
    return {"shipping_zone": zone}


@resolver("ShippingZone", "countries")
def zone_countries(zone: ShippingZone, info: Info) -> list[dict[str, str]]:
    return [country_display(code) for code in zone.countries]


@resolver("ShippingZone", "channels")
def zone_channels(zone: ShippingZone, info: Info) -> list[Channel]:
    channels: list[Channel] = load(zone, "channels", channels_of_zones)
    return channels


@resolver("ShippingZone", "warehouses")
def zone_warehouses(zone: ShippingZone, info: Info) -> list[Warehouse]:
    warehouses: list[Warehouse] = load(zone, "warehouses", warehouses_of_zones)
    return warehouses


@resolver("ShippingZone", "shippingMethods")
def zone_methods(zone: ShippingZone, info: Info) -> list[ShippingMethod]:
    methods: list[ShippingMethod] = load(zone, "methods", methods_of_zones)
    return methods


@mutation("deliveryOptionsCalculate", errors="DeliveryOptionsCalculateError", on_error={"deliveries": []})
def delivery_options_calculate(info: Info, id: str) -> dict[str, Any]:
    return {"deliveries": delivery_options(checkout=checkout_by_id(id), now=now())}


@resolver("Delivery", "id")
def delivery_id(delivery: CheckoutDelivery, info: Info) -> str:
    return global_id("CheckoutDelivery", delivery.pk)


@resolver("Delivery", "shippingMethod")
def delivery_shipping_method(delivery: CheckoutDelivery, info: Info) -> MethodView:
    return method_view(delivery)


@resolver("ShippingMethod", "id")
def shipping_method_id(method: MethodView, info: Info) -> str:
    return method.id


@resolver("ShippingMethod", "type")
def shipping_method_type(method: MethodView, info: Info) -> None:
    """Saleor answers null for the methods of checkouts and orders."""
