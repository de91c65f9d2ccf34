"""What the bag answers to a PIN code: parcel by parcel, as the checkout will quote it, and the sum."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from commerce.client import CheckoutParts, CheckoutPartsLines
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from logistics.facade import (
    CashAnswer,
    ParcelAnswer,
    ParcelOption,
    Place,
    cash_on_delivery,
    estimate_bag,
    place,
)
from sellers.registry.facade import groups_by_code
from sellers.tax.facade import NobodyMaySell, SellerOfRecord, seller_of_record
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class BagParcel:
    """``refusal`` says why it does not go there; ``best`` is the cheapest way, which is Economy's."""

    number: int
    group: str
    pieces: int
    best: ParcelOption | None
    seller: SellerOfRecord | None
    refusal: str


@dataclass(frozen=True, slots=True)
class BagDelivery:
    """``price`` and ``total`` are None where a parcel does not go there; ``refusal`` is about the place."""

    pincode: str
    place: str = ""
    parcels: tuple[BagParcel, ...] = ()
    price: Money | None = None
    total: Money | None = None
    cash: CashAnswer | None = None
    refusal: str = ""


def bag_delivery(checkout: CheckoutParts, pincode: str, *, today: date) -> BagDelivery | None:
    """Return the answer for this bag; None where no PIN code was typed or nothing is in the bag."""
    if not pincode or not checkout.lines:
        return None
    try:
        where = place(pincode)
        answers = estimate_bag(_payload(checkout, where), today=today)
    except DomainError as refused:
        return BagDelivery(pincode, refusal=refused.message)
    if not answers:
        return BagDelivery(pincode, refusal=_("We do not know which group sends this piece."))
    parcels = _parcels(answers, checkout, where, today=today)
    bests = [parcel.best for parcel in parcels if parcel.best is not None]
    names = ", ".join(name for name in (where.district, where.state) if name)
    if len(bests) < len(parcels):
        return BagDelivery(pincode, names, parcels)
    price = sum((best.price for best in bests), Money.zero("INR"))
    total = money(checkout.subtotal_price.gross) + price
    cash = cash_on_delivery(pincode=pincode, amount=total)
    return BagDelivery(pincode, names, parcels, price, total, cash)


def _parcels(
    answers: tuple[ParcelAnswer, ...], checkout: CheckoutParts, where: Place, *, today: date
) -> tuple[BagParcel, ...]:
    groups = groups_by_code([answer.group_code for answer in answers])
    pieces: Counter[str] = Counter()
    for line in checkout.lines:
        pieces[_facts(line).get("umeed.maker", "")] += line.quantity
    found = []
    for number, answer in enumerate(answers, start=1):
        group, seller, refusal = groups.get(answer.group_code), None, answer.refusal
        if not refusal:
            try:
                seller = seller_of_record(group_code=answer.group_code, to_state=where.state, on=today)
            except NobodyMaySell as nobody:
                refusal = nobody.message
        found.append(
            BagParcel(
                number=number,
                group=group.name if group else answer.group_code,
                pieces=pieces[answer.group_code],
                best=None if refusal else answer.cheapest,
                seller=seller,
                refusal=refusal,
            )
        )
    return tuple(found)


def _payload(checkout: CheckoutParts, where: Place) -> dict[str, Any]:
    """Write the bag as the store will when it asks for ways to send it."""
    address = {"postalCode": where.pincode, "countryArea": where.state, "country": {"code": "IN"}}
    lines = [_line(line) for line in checkout.lines]
    return {
        "checkout": {"channel": {"currencyCode": "INR"}, "shippingAddress": address, "lines": lines},
    }


def _line(line: CheckoutPartsLines) -> dict[str, Any]:
    variant, weight = line.variant, line.variant.weight
    each = money(line.undiscounted_total_price).amount * (Decimal(1) / line.quantity)
    return {
        "quantity": line.quantity,
        "undiscountedUnitPrice": {"amount": str(round(each, 2))},
        "variant": {
            "id": variant.id,
            "sku": variant.sku,
            "weight": {"value": weight.value, "unit": weight.unit.value} if weight else None,
            "product": {"metafields": _facts(line)},
        },
    }


def _facts(line: CheckoutPartsLines) -> dict[str, str]:
    return {str(key): str(value) for key, value in (line.variant.product.metafields or {}).items()}
