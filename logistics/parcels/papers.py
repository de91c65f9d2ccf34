"""Labels and packing lists: set from what is kept here and what the store says at the moment of printing."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money
from logistics.carriers.facade import Address
from logistics.parcels.barcode import code128
from logistics.parcels.destination import destination_of, hub_address
from logistics.parcels.errors import ParcelUnknown, in_words
from logistics.parcels.models import Parcel
from logistics.parcels.states import Direction
from logistics.places.facade import PlaceUnknown, place
from media.facade import pdf, qr_svg
from sellers.registry.facade import groups_by_code

#: Sheets of A6 for any printer, rolls of 4 × 6 inches for a thermal one.
FORMATS: Final = ("a6", "4x6")
_DOCUMENTS: Final = Path(__file__).parent / "documents"


def scan_address(code: str) -> str:
    """Return what the square code of a label opens, the same in every language."""
    with override("en"):
        return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('parcels_public:scan-one', args=[code])}"


def label_pdf(code: str, *, size: str = "a6", to: Address | None = None) -> bytes:
    """
    Set a parcel's label: in English, as carriers read it, the address in the letters it was written in.
    ``to`` is its buyer's address, where the caller has asked the store already.

    Raises:
        ParcelUnknown.
        AddressAway: the store does not say where it goes.
    """
    found = _parcel(code)
    goes_to_hub = found.direction == Direction.BACK or is_share(found)
    to = hub_address(found) if goes_to_hub else to or destination_of(found.order_id).address
    return pdf(_DOCUMENTS / "label.typ", label_data(found, to, size=size), language="en")


def label_data(found: Parcel, to: Address, *, size: str) -> dict[str, Any]:
    """Return what the template sets; of a present no amount of money."""
    barcode = code128(found.tracking_number or found.code)
    cash = Money(found.cash_to_collect, "INR")
    shows_value = not found.is_gift and found.declared_value > 0
    return {
        "size": size,
        "code": found.code,
        "order": found.seller_order or found.order_number,
        "to": {"name": to.name, "lines": to.lines, "pincode": to.pincode, "phone": to.phone},
        "from": _sender(found),
        "carrier": f"{found.carrier}, {found.service}",
        "weight": f"{found.weight_grams / 1000:.3f} kg",
        "dims": f"{found.dims_cm.replace('x', ' × ')} cm" if found.dims_cm else "",
        "ship_on": found.ship_on.strftime("%d %b %Y"),
        "value": rupees(Money(found.declared_value, "INR")) if shows_value else "",
        "cash": rupees(cash) if cash.amount and not is_share(found) else "",
        "is_return": found.direction == Direction.BACK,
        "is_share": is_share(found),
        "inside": list(found.going().values_list("code", flat=True)) if found.is_box else [],
        "qr": qr_svg(scan_address(found.code)),
        "number": found.tracking_number,
        "bars": {"width": barcode.width, "dark": [list(bar) for bar in barcode.dark]},
    }


def is_share(found: Parcel) -> bool:
    """Return whether it goes no further than its hub, where it is put into a box with others."""
    return found.box_size > 1 and not found.is_box and found.direction == Direction.OUT


def packing_list_pdf(code: str) -> bytes:
    """
    Set what a hub packs into one box, or what one parcel is, for who packs and checks: no price, no address.

    Raises:
        ParcelUnknown.
    """
    found = _parcel(code)
    inside = list(found.going()) if found.is_box else [found]
    groups = groups_by_code({each.group_code for each in inside})
    rows = [
        {
            "code": each.code,
            "order": each.seller_order,
            "group": groups[each.group_code].name if each.group_code in groups else each.group_code,
            "weight": f"{each.weight_grams} g",
            "seal": each.seal,
        }
        for each in inside
    ]
    data = {
        "code": found.code,
        "title": "Packing list",
        "order": f"Order {found.order_number}",
        "carrier": f"{found.carrier}, {found.service}",
        "hub": _place_name(found.hub_code),
        "rows": rows,
        "weight": f"{found.weight_grams} g",
        "gift": "A present: put nothing in that names a price." if found.is_gift else "",
        "qr": qr_svg(scan_address(found.code)),
    }
    return pdf(_DOCUMENTS / "packing_list.typ", data, language="en")


def _sender(found: Parcel) -> list[str]:
    """
    A group's parcel is the group's; a box is the hub's; what comes back is its buyer's, who is not printed.
    """
    if found.direction == Direction.BACK:
        return [f"Return R{found.return_number}", f"Order {found.order_number}"]
    maker = groups_by_code([found.group_code]).get(found.group_code) if found.group_code else None
    if maker is None:
        return ["Umeed", _place_name(found.hub_code), found.origin_pincode]
    where = ", ".join(part for part in (maker.village, maker.block) if part)
    return [maker.name, where, f"{maker.district} {maker.pincode}"]


def _place_name(code: str) -> str:
    try:
        return place(code).name if code else ""
    except PlaceUnknown:
        return code


def _parcel(code: str) -> Parcel:
    found = Parcel.objects.filter(code=code).first()
    if found is None:
        raise ParcelUnknown(in_words(_("There is no parcel %(code)s."), {"code": code[:20]}), field="code")
    return found
