"""The store's own delivery methods, and what belongs to a zone."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.shipping.models import ShippingMethod, ShippingZone
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.statements import Columns, Statement

_METHOD: Final = Columns(ShippingMethod)
_OFFERED: Final = Statement(
    """
    SELECT listing.price_amount, {method}
      FROM store_shipping_shippingmethodchannellisting listing
      JOIN store_shipping_shippingmethod method ON method.id = listing.method_id
      JOIN store_shipping_shippingzone zone ON zone.id = method.zone_id
     WHERE listing.channel_id = %(channel)s AND %(country)s = ANY(zone.countries)
       AND coalesce(listing.minimum_order_amount <= %(subtotal)s, true)
       AND coalesce(listing.maximum_order_amount >= %(subtotal)s, true)
       AND EXISTS (SELECT 1 FROM store_shipping_shippingzone_channels sells
                    WHERE sells.shippingzone_id = zone.id AND sells.channel_id = %(channel)s)
  ORDER BY listing.price_amount, method.id
    """,
    method=_METHOD.of("method"),
)


def built_in_methods(*, channel_id: int, currency: str, country: str, subtotal: Decimal) -> list[MethodView]:
    """Return the methods offered for a country and an order value, cheapest first. One query."""
    rows = _OFFERED.rows(channel=channel_id, subtotal=subtotal, country=country)
    methods = [(price, _METHOD.instance((price, *columns), 1)) for price, *columns in rows]
    return [
        MethodView(
            id=global_id("ShippingMethod", method.pk),
            name=method.name,
            amount=price,
            currency=currency,
            is_external=False,
            description=method.description,
            minimum_delivery_days=method.minimum_delivery_days,
            maximum_delivery_days=method.maximum_delivery_days,
            metadata=method.metadata,
        )
        for price, method in methods
    ]


def channels_of_zones(zones: Iterable[ShippingZone]) -> dict[int, list[Any]]:
    """Return the channels of each zone, by slug; one query."""
    found: dict[int, list[Any]] = {zone.pk: [] for zone in zones}
    links = ShippingZone.channels.through.objects.filter(shippingzone_id__in=found)
    for link in links.select_related("channel").order_by("channel__slug"):
        found[link.shippingzone_id].append(link.channel)
    return found


def warehouses_of_zones(zones: Iterable[ShippingZone]) -> dict[int, list[Any]]:
    """Return the warehouses of each zone, by slug; one query."""
    found: dict[int, list[Any]] = {zone.pk: [] for zone in zones}
    links = ShippingZone.warehouses.through.objects.filter(shippingzone_id__in=found)
    for link in links.select_related("warehouse").order_by("warehouse__slug"):
        found[link.shippingzone_id].append(link.warehouse)
    return found


def methods_of_zones(zones: Iterable[ShippingZone]) -> dict[int, list[ShippingMethod]]:
    """Return the methods of each zone, in the order in which they were made; one query."""
    found: dict[int, list[ShippingMethod]] = {zone.pk: [] for zone in zones}
    for method in ShippingMethod.objects.filter(zone__in=found).order_by("id"):
        found[method.zone_id].append(method)
    return found
