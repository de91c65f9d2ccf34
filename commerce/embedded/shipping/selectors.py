"""The store's own delivery methods."""

from decimal import Decimal

from django.db.models import Q

from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.shipping.models import ShippingMethodChannelListing
from jkrlm.kernel.ids import global_id


def built_in_methods(*, channel_id: int, currency: str, country: str, subtotal: Decimal) -> list[MethodView]:
    """Return the methods offered for a country and an order value, cheapest first. One query."""
    listings = (
        ShippingMethodChannelListing.objects.filter(
            Q(minimum_order_amount__isnull=True) | Q(minimum_order_amount__lte=subtotal),
            Q(maximum_order_amount__isnull=True) | Q(maximum_order_amount__gte=subtotal),
            channel_id=channel_id,
            method__zone__channels=channel_id,
            method__zone__countries__contains=[country],
        )
        .select_related("method")
        .order_by("price_amount", "method_id")
        .distinct()
    )
    return [
        MethodView(
            id=global_id("ShippingMethod", listing.method_id),
            name=listing.method.name,
            amount=listing.price_amount,
            currency=currency,
            is_external=False,
            description=listing.method.description,
            minimum_delivery_days=listing.method.minimum_delivery_days,
            maximum_delivery_days=listing.method.maximum_delivery_days,
            metadata=listing.method.metadata,
        )
        for listing in listings
    ]
