"""Reading the store's event SHIPPING_LIST_METHODS_FOR_CHECKOUT into a bag. No database here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.conf import settings

from logistics.rules import Piece, to_grams

#: What a buyer may write into ``umeed.delivery``: larger than any honest bag needs, small to parse.
CHOICES_CHARACTERS_MAX: Final = 4000
#: Working days a group packs in where the product says nothing.
LEAD_DAYS_DEFAULT: Final = 3
LEAD_DAYS_MAX: Final = 365
DIMS: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*", re.I)


@dataclass(frozen=True, slots=True)
class BagLine:
    group_code: str
    piece: Piece
    lead_days: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Bag:
    pincode: str
    area: str
    lines: tuple[BagLine, ...]
    choices: Mapping[str, str] | None


def read_bag(payload: Mapping[str, Any]) -> Bag | None:
    """
    Return the bag, or None where we cannot quote it: no address, abroad, another currency than INR,
    an empty bag, a piece without weight or maker. Nothing is delivered from the stalls: their channel is open
    to everybody's checkouts, and without a delivery none of them can be completed.
    """
    checkout = payload.get("checkout") or {}
    address = checkout.get("shippingAddress") or {}
    pincode = address.get("postalCode")
    channel = checkout.get("channel") or {}
    if channel.get("slug") == settings.CHANNEL_STALLS or channel.get("currencyCode") != "INR" or not pincode:
        return None
    if (address.get("country") or {}).get("code") != "IN":
        return None
    lines = [_line(line) for line in checkout.get("lines") or ()]
    whole = tuple(line for line in lines if line is not None)
    if not whole or len(whole) != len(lines):
        return None
    return Bag(
        pincode=str(pincode),
        area=str(address.get("countryArea") or ""),
        lines=whole,
        choices=read_choices(checkout.get("metafield")),
    )


def read_choices(text: str | None) -> dict[str, str] | None:
    """Return what the buyer chose for each parcel; None where it is no JSON object of texts."""
    if not text or len(text) > CHOICES_CHARACTERS_MAX:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        return None
    return found


def read_dims(text: str | None) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return length, breadth and height in cm from "28x22x4"; None where it is not written so."""
    match = DIMS.fullmatch(text or "")
    if match is None:
        return None
    length, breadth, height = match.groups()
    return Decimal(length), Decimal(breadth), Decimal(height)


def _line(line: Mapping[str, Any]) -> BagLine | None:
    variant = line.get("variant") or {}
    facts = (variant.get("product") or {}).get("metafields") or {}
    weight = variant.get("weight") or {}
    quantity = line.get("quantity") or 0
    grams = to_grams(_decimal(weight.get("value")), str(weight.get("unit") or ""))
    maker = facts.get("umeed.maker")
    if grams is None or not maker or quantity < 1:
        return None
    lead = str(facts.get("umeed.lead_days") or "")
    return BagLine(
        group_code=maker,
        piece=Piece(
            sku=str(variant.get("sku") or variant.get("id") or ""),
            quantity=quantity,
            weight_grams=grams,
            dims_cm=read_dims(facts.get("umeed.dims_cm")),
        ),
        lead_days=min(int(lead), LEAD_DAYS_MAX) if lead.isdecimal() else LEAD_DAYS_DEFAULT,
        value=_decimal((line.get("undiscountedUnitPrice") or {}).get("amount")) * quantity,
    )


def _decimal(value: object) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)
