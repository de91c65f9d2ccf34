"""What an order remembers of the voucher of its checkout."""

from collections.abc import Sequence
from decimal import Decimal

from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.discount.models import DiscountValueType, Voucher, VoucherType
from commerce.embedded.discount.selectors import Usable
from commerce.embedded.order.models import Order, OrderDiscount, OrderLine, OrderLineDiscount
from commerce.embedded.tax.selectors import configuration
from jkrlm.kernel.money import quantize


def note_voucher(
    order: Order,
    order_lines: Sequence[OrderLine],
    checkout: Checkout,
    lines: Sequence[CheckoutLine],
    used: Usable,
) -> None:
    """Fill the columns of order and lines, before they are saved. One query."""
    order.voucher, order.voucher_code = used.voucher, used.code.code
    if used.voucher.type == VoucherType.SHIPPING and checkout.delivery is not None:
        order.undiscounted_shipping_amount = checkout.delivery.price_amount
    tax_included = configuration(checkout.channel).prices_entered_with_tax
    for made, line in zip(order_lines, lines, strict=True):
        listed = line.undiscounted_unit_amount * line.quantity
        if listed != (made.total_gross if tax_included else made.total_net):
            made.undiscounted_total_net, made.undiscounted_total_gross = _taxed(
                listed, made.tax_rate, tax_included, order.currency
            )
        if line.discount_amount:
            base = quantize((listed - line.discount_amount) / line.quantity, order.currency)
            made.unit_discount_amount = line.undiscounted_unit_amount - base
            made.unit_discount_reason = _reason(used)
            made.voucher_code = used.code.code


def _taxed(amount: Decimal, rate: Decimal, tax_included: bool, currency: str) -> tuple[Decimal, Decimal]:
    """Return net and gross of a list price at a line's rate (a fraction); half-even."""
    if tax_included:
        return quantize(amount / (1 + rate), currency), amount
    return amount, quantize(amount * (1 + rate), currency)


def note_discounts(
    order: Order,
    order_lines: Sequence[OrderLine],
    checkout: Checkout,
    lines: Sequence[CheckoutLine],
    used: Usable,
) -> None:
    """
    Write the discounts of a saved order: of its lines, or of all of it as a fixed amount, as Saleor does.
    """
    voucher = used.voucher
    if not voucher.is_line_level:
        if checkout.discount_amount:
            _whole(order, checkout, voucher, used)
        return
    OrderLineDiscount.objects.bulk_create(
        OrderLineDiscount(
            line=made,
            value_type=voucher.discount_value_type,
            value=used.listing.discount_value,
            amount_value=line.discount_amount,
            name=voucher.name or "",
            reason=_reason(used),
            voucher_code=used.code.code,
        )
        for made, line in zip(order_lines, lines, strict=True)
        if line.discount_amount
    )


def _whole(order: Order, checkout: Checkout, voucher: Voucher, used: Usable) -> None:
    OrderDiscount.objects.create(
        order=order,
        value_type=DiscountValueType.FIXED,
        value=checkout.discount_amount,
        amount_value=checkout.discount_amount,
        currency=order.currency,
        name=voucher.name or "",
        voucher_code=used.code.code,
    )


def _reason(used: Usable) -> str:
    return f"Voucher code: {used.code.code}"
