"""What a checkout's voucher takes off, with today's prices and conditions."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.checkout.rules import BaseLine
from commerce.embedded.checkout.selectors import needs_shipping
from commerce.embedded.discount import rules
from commerce.embedded.discount.models import VoucherType
from commerce.embedded.discount.selectors import Usable, has_used, usable_code, variants_that_fit


def voucher_discount(
    checkout: Checkout, lines: Sequence[CheckoutLine], base: Sequence[BaseLine], *, now: datetime
) -> rules.Discount:
    """
    Return what the voucher takes off; names it on the checkout, or takes its code off where it does not fit.

    A code that has ended or is used up stays on the checkout and takes nothing off: completing is refused,
    so that nobody pays more than was shown without being told.
    """
    none = rules.nothing(_lines(lines, base, set()))
    checkout.discount_name = None
    if not checkout.voucher_code:
        return none
    found = usable_code(checkout.voucher_code, channel=checkout.channel, now=now)
    if found is None:
        return none
    try:
        off = discount_of(found, checkout, lines, base)
    except rules.NotApplicable:
        checkout.voucher_code = None
        return none
    checkout.discount_name = found.voucher.name
    return off


def discount_of(
    found: Usable, checkout: Checkout, lines: Sequence[CheckoutLine], base: Sequence[BaseLine]
) -> rules.Discount:
    """
    Return what a usable code takes off this checkout.

    Raises:
        NotApplicable: too little in the bag, used by this customer before, not for these goods, or no
            delivery is chosen that could be cheaper.
    """
    _check(found, checkout, lines, base)
    fitting = variants_that_fit(found.voucher, [line.variant_id for line in lines])
    return rules.discount(found.offer, _lines(lines, base, fitting), _shipping(checkout, lines))


def customer_email(checkout: Checkout) -> str:
    """Return by which a customer is known to vouchers: the user's address before the checkout's own."""
    return checkout.user.email if checkout.user is not None else checkout.email


def _check(
    found: Usable, checkout: Checkout, lines: Sequence[CheckoutLine], base: Sequence[BaseLine]
) -> None:
    voucher = found.voucher
    subtotal = sum((line.unit * line.quantity for line in base), Decimal(0))
    least = found.listing.min_spent_amount
    if least is not None and subtotal < least:
        raise rules.NotApplicable(f"This offer is only valid for orders over {least} {checkout.currency}.")
    if sum(line.quantity for line in lines) < (voucher.min_checkout_items_quantity or 0):
        raise rules.NotApplicable("This offer is only valid for orders with more items.")
    if voucher.apply_once_per_customer and has_used(voucher, customer_email(checkout)):
        raise rules.NotApplicable("This offer is valid only once per customer.")
    if voucher.only_for_staff and not (checkout.user and checkout.user.is_staff):
        raise rules.NotApplicable("This offer is valid only for staff customers.")
    address = checkout.shipping_address_data or checkout.billing_address_data or {}
    country = address.get("country")
    if (
        voucher.type == VoucherType.SHIPPING
        and voucher.countries
        and country
        and country not in voucher.countries
    ):
        raise rules.NotApplicable("This offer is not valid in your country.")


def _shipping(checkout: Checkout, lines: Sequence[CheckoutLine]) -> Decimal | None:
    if checkout.delivery is None or not needs_shipping(lines):
        return None
    return checkout.delivery.price_amount


def _lines(lines: Sequence[CheckoutLine], base: Sequence[BaseLine], fitting: set[int]) -> list[rules.Line]:
    return [
        rules.Line(priced.unit, line.quantity, line.variant_id in fitting)
        for line, priced in zip(lines, base, strict=True)
    ]
