"""Reading the store's tax base (CHECKOUT_CALCULATE_TAXES, ORDER_CALCULATE_TAXES). No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

#: Who bears what a voucher takes off, by the voucher's metadata ``umeed.bearer``; the operator otherwise.
BY_GROUP: Final = "group"


@dataclass(frozen=True, slots=True)
class BaseLine:
    """``listed`` is before any discount, ``total`` less what a voucher takes off the line by itself."""

    sku: str
    group_code: str
    hsn: str
    handmade: bool
    quantity: int
    charge: bool
    total: Decimal
    listed: Decimal


@dataclass(frozen=True, slots=True)
class TaxBase:
    """
    What the store asks. Amounts in INR; ``lines`` before, ``discount`` of the whole order beside them.
    ``pincode`` and ``area`` are empty while there is no Indian address. ``group_bears`` what the voucher
    takes off goods; the operator does else.
    """

    tax_included: bool
    currency: str
    shipping: Decimal
    discount: Decimal
    pincode: str
    area: str
    lines: tuple[BaseLine, ...]
    source_id: str
    checkout_id: str
    plan_id: str
    group_bears: bool = False


def read_tax_base(payload: Mapping[str, Any]) -> TaxBase:
    """Return what is asked; what is missing reads as nothing, never as an error."""
    base = payload.get("taxBase") or {}
    address = base.get("address") or {}
    indian = (address.get("country") or {}).get("code") == "IN"
    source = base.get("sourceObject") or {}
    source_id = str(source.get("id") or "")
    is_checkout = source.get("__typename") == "Checkout"
    return TaxBase(
        tax_included=base.get("pricesEnteredWithTax") is not False,
        currency=str(base.get("currency") or "INR"),
        shipping=_amount(base.get("shippingPrice")),
        discount=sum((_amount(row.get("amount")) for row in base.get("discounts") or ()), Decimal(0)),
        pincode=str(address.get("postalCode") or "") if indian else "",
        area=str(address.get("countryArea") or "") if indian else "",
        lines=tuple(_line(line) for line in base.get("lines") or ()),
        source_id=source_id,
        checkout_id=source_id if is_checkout else str(source.get("checkoutId") or ""),
        plan_id=_plan_id(source),
        group_bears=(source.get("checkoutVoucher") or source.get("voucher") or {}).get("metafield")
        == BY_GROUP,
    )


def _plan_id(source: Mapping[str, Any]) -> str:
    method = (source.get("delivery") or {}).get("shippingMethod") or {}
    found = (row.get("value") for row in method.get("metadata") or () if row.get("key") == "umeed.plan")
    return str(next(found, None) or "")[:48]


def _line(line: Mapping[str, Any]) -> BaseLine:
    source = line.get("sourceLine") or {}
    variant = source.get("variant") or source.get("orderedVariant") or {}
    facts = (variant.get("product") or {}).get("metafields") or {}
    quantity = int(line.get("quantity") or 0)
    total = _amount(line.get("totalPrice"))
    return BaseLine(
        sku=str(line.get("productSku") or variant.get("id") or ""),
        group_code=str(facts.get("umeed.maker") or ""),
        hsn=str(facts.get("umeed.hsn") or ""),
        handmade=facts.get("umeed.handmade") != "false",
        quantity=max(quantity, 1),
        charge=line.get("chargeTaxes") is not False,
        total=total,
        listed=max(_listed(source, quantity), total),
    )


def _listed(source: Mapping[str, Any], quantity: int) -> Decimal:
    """
    Return a line's list price: a checkout's as entered, an order's with tax.

    A checkout's is the price list's. The line's own ``undiscountedTotalPrice`` must not be asked for: a
    Saleor reckons the checkout's taxes for it, asks us again, and so on without end.
    """
    pricing = (source.get("variant") or {}).get("pricing") or {}
    if pricing:
        return _amount((pricing.get("priceUndiscounted") or {}).get("gross")) * quantity
    return _amount((source.get("undiscounted") or {}).get("gross"))


def _amount(money: Mapping[str, Any] | None) -> Decimal:
    try:
        found = Decimal(str((money or {}).get("amount", 0)))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)
