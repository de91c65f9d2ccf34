from collections.abc import Sequence
from typing import Any

from django.db import transaction

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.shipping.models import ShippingZone
from commerce.embedded.shipping.services.update_zone import refuse_strangers
from commerce.embedded.warehouse.models import Warehouse


def create_zone(
    *,
    name: str,
    description: str = "",
    countries: Sequence[str] = (),
    default: bool = False,
    channel_ids: Sequence[int] = (),
    warehouse_ids: Sequence[Any] = (),
) -> ShippingZone:
    """
    Make a zone for countries (ISO 3166-1 alpha-2).

    Raises:
        Refusal: REQUIRED without a name; NOT_FOUND for an unknown channel or warehouse; INVALID for a
            warehouse that sells through none of the channels.
    """
    if not name.strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    with transaction.atomic():
        channels = list(Channel.objects.filter(pk__in=channel_ids))
        warehouses = list(Warehouse.objects.filter(pk__in=warehouse_ids))
        if len(channels) != len(set(channel_ids)) or len(warehouses) != len(set(warehouse_ids)):
            raise Refusal("Couldn't resolve to a node.", code="NOT_FOUND", field="addChannels")
        refuse_strangers(warehouses, channels=channels)
        zone = ShippingZone.objects.create(
            name=name.strip(),
            description=description,
            countries=sorted({country.upper() for country in countries}),
            default=default,
        )
        zone.channels.set(channels)
        zone.warehouses.set(warehouses)
    return zone
