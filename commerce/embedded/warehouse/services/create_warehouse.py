"""A new warehouse."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from commerce.embedded.account.models import Address
from commerce.embedded.account.services.addresses import validated_address
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.slugs import checked_slug, free_slug
from commerce.embedded.engine.unique import unique_or_refused
from commerce.embedded.warehouse.models import Warehouse


@transaction.atomic
def create_warehouse(*, given: Mapping[str, Any]) -> Warehouse:
    """
    Return a new warehouse; it sells once a channel names it.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug, UNIQUE external reference, INVALID address, INVALID
            zones, which are given to a zone and not to a warehouse.
    """
    name = str(given["name"]).strip()
    if not name:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    if given.get("shipping_zones"):
        raise Refusal(
            "The shippingZone input field is deprecated. Use WarehouseShippingZoneAssign mutation",
            code="INVALID",
            field="shippingZones",
        )
    reference = given.get("external_reference") or None
    if reference and Warehouse.objects.filter(external_reference=reference).exists():
        raise Refusal(
            "Warehouse with this External reference already exists.",
            code="UNIQUE",
            field="externalReference",
        )
    slug = given.get("slug")
    address = validated_address(given["address"], address_type=None)
    with unique_or_refused():
        return Warehouse.objects.create(
            name=name,
            slug=checked_slug(Warehouse, slug) if slug else free_slug(Warehouse, name),
            email=given.get("email") or "",
            external_reference=reference,
            address=Address.objects.create(**address),
        )
