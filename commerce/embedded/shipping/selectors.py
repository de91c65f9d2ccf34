"""The store's own delivery methods."""

from decimal import Decimal
from typing import Final

from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.shipping.models import ShippingMethod
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
