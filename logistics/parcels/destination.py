"""Where a parcel goes: asked of the store when it is printed or handed to a carrier, and kept nowhere."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from commerce.facade import StoreUnavailable, app_store
from logistics.carriers.facade import Address
from logistics.parcels.errors import AddressAway
from logistics.parcels.models import Parcel
from logistics.places.facade import PlaceUnknown, place


@dataclass(frozen=True, slots=True)
class Destination:
    """``names`` are of the pieces by SKU, in other languages where the store has them."""

    address: Address


def destination_of(order_id: str) -> Destination:
    """
    Ask the store where an order goes.

    Raises:
        AddressAway: it does not answer now, or has no address for it.
    """
    try:
        order = app_store().parcel_to_pack(id=order_id).order
    except StoreUnavailable as away:
        raise AddressAway(_("The store does not answer now. Try again in a few minutes.")) from away
    found = order.shipping_address if order else None
    if found is None:
        raise AddressAway(_("The store has no address for this order."))
    lines = (
        found.company_name,
        found.street_address_1,
        found.street_address_2,
        found.city_area,
        found.city,
        found.country_area,
    )
    return Destination(
        Address(
            name=f"{found.first_name} {found.last_name}".strip(),
            lines=tuple(line for line in lines if line),
            pincode=found.postal_code,
            phone=found.phone or "",
        )
    )


def hub_address(parcel: Parcel) -> Address:
    """Return the hub that takes a return in; the group's PIN code where no hub serves it."""
    try:
        hub = place(parcel.hub_code)
    except PlaceUnknown:
        return Address("Umeed", ("Umeed",), parcel.destination_pincode, "")
    return Address("Umeed", (hub.name, hub.district), hub.pincode or parcel.destination_pincode, "")
