"""Prices as the contract shows them. Before an address is known net equals gross."""

from decimal import Decimal
from typing import Any

from commerce.embedded.product.models import ProductChannelListing, ProductVariantChannelListing
from jkrlm.kernel.money import Money, TaxedMoney


def _taxed(amount: Decimal, currency: str) -> TaxedMoney:
    return TaxedMoney.untaxed(Money(amount, currency))


def _discount(full: Decimal, asked: Decimal, currency: str) -> TaxedMoney | None:
    return _taxed(full - asked, currency) if full > asked else None


def product_pricing(listing: ProductChannelListing, currency: str) -> dict[str, Any] | None:
    """Return a ProductPricingInfo; None while no variant has a price."""
    low, high = listing.price_min, listing.price_max
    full_low, full_high = listing.undiscounted_price_min, listing.undiscounted_price_max
    if low is None or high is None or full_low is None or full_high is None:
        return None
    discount = _discount(full_low, low, currency)
    return {
        "on_sale": discount is not None,
        "discount": discount,
        "price_range": {"start": _taxed(low, currency), "stop": _taxed(high, currency)},
        "price_range_undiscounted": {
            "start": _taxed(full_low, currency),
            "stop": _taxed(full_high, currency),
        },
    }


def variant_pricing(listing: ProductVariantChannelListing, currency: str) -> dict[str, Any]:
    """Return a VariantPricingInfo."""
    full, asked = listing.price_amount, listing.discounted_price_amount
    return {
        "price": _taxed(asked, currency),
        "price_undiscounted": _taxed(full, currency),
        "discount": _discount(full, asked, currency),
    }
