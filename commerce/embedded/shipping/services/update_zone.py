from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.shipping.models import ShippingZone
from commerce.embedded.warehouse.models import Warehouse


@transaction.atomic
def update_zone(
    *,
    zone: ShippingZone,
    given: Mapping[str, Any],
    channels: Sequence[Channel] = (),
    warehouses: Sequence[Warehouse] = (),
    without: Sequence[Warehouse] = (),
) -> ShippingZone:
    """
    Set what the input names, add channels and warehouses, take ``without`` out. As in Saleor, ``default``
    unsaid is no default.

    Raises:
        Refusal: REQUIRED for an empty name; INVALID for a warehouse without a channel of the zone.
    """
    if given.get("name") is not None:
        if not given["name"].strip():
            raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
        zone.name = given["name"].strip()
    if given.get("description") is not None:
        zone.description = given["description"]
    if given.get("countries") is not None:
        zone.countries = sorted({country.upper() for country in given["countries"]})
    zone.default = bool(given.get("default"))
    zone.save()
    zone.channels.add(*channels)
    refuse_strangers(warehouses, channels=list(zone.channels.all()))
    zone.warehouses.add(*warehouses)
    zone.warehouses.remove(*without)
    return zone


def refuse_strangers(warehouses: Sequence[Warehouse], *, channels: Sequence[Channel]) -> None:
    """
    Refuse warehouses that sell through no channel of a zone.

    Raises:
        Refusal: INVALID.
    """
    known = set(
        Warehouse.objects.filter(channels__in=[channel.pk for channel in channels]).values_list(
            "pk", flat=True
        )
    )
    if any(warehouse.pk not in known for warehouse in warehouses):
        raise Refusal(
            "Only warehouses that have common channel with shipping zone can be assigned.",
            code="INVALID",
            field="addWarehouses",
        )
