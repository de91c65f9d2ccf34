"""GraphQL: what a voucher changes about checkouts, orders and their lines."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.checkout.schema import list_unit_price, priced
from commerce.embedded.discount.models import Voucher
from commerce.embedded.discount.selectors import vouchers_by_pk, vouchers_of_codes
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.order.models import Order, OrderDiscount, OrderLine, OrderLineDiscount
from jkrlm.kernel.money import Money, TaxedMoney, quantize


@resolver("Checkout", "voucher", permission="MANAGE_DISCOUNTS")
def checkout_voucher(source: Checkout, info: Info) -> Voucher | None:
    """No tax app is asked here: it may read this while it answers."""
    found: Voucher | None = load(source, "voucher", vouchers_of_codes)
    return found


@resolver("Checkout", "voucherCode")
def checkout_voucher_code(source: Checkout, info: Info) -> str | None:
    """Pricing may find that the voucher fits no more, and takes it off."""
    return priced(source).voucher_code if source.voucher_code else None


@resolver("Checkout", "discountName")
def checkout_discount_name(source: Checkout, info: Info) -> str | None:
    return priced(source).discount_name if source.voucher_code else None


@resolver("Checkout", "discount")
def checkout_discount(source: Checkout, info: Info) -> Money:
    return Money(priced(source).discount_amount, source.currency)


@resolver("CheckoutLine", "undiscountedTotalPrice")
def line_undiscounted_total(line: CheckoutLine, info: Info) -> Money:
    return list_unit_price(line) * line.quantity


@resolver("Order", "voucher")
def order_voucher(source: Order, info: Info) -> Voucher | None:
    found: Voucher | None = load(source, "voucher", vouchers_by_pk)
    return found


def _discounts_of(orders: Iterable[Order]) -> dict[Any, list[OrderDiscount]]:
    found: dict[Any, list[OrderDiscount]] = {order.pk: [] for order in orders}
    for row in OrderDiscount.objects.filter(order__in=list(found)).order_by("id"):
        found[row.order_id].append(row)
    return found


@resolver("Order", "discounts")
def order_discounts(source: Order, info: Info) -> list[OrderDiscount]:
    return load(source, "discounts", _discounts_of) or []


@resolver("Order", "discount")
def order_discount(source: Order, info: Info) -> Money | None:
    rows: list[OrderDiscount] = load(source, "discounts", _discounts_of) or []
    return rows[0].total if rows else None


@resolver("Order", "discountName")
def order_discount_name(source: Order, info: Info) -> str | None:
    rows: list[OrderDiscount] = load(source, "discounts", _discounts_of) or []
    return rows[0].name if rows else None


@resolver("Order", "undiscountedShippingPrice")
def order_undiscounted_shipping(source: Order, info: Info) -> Money:
    listed = source.undiscounted_shipping_amount
    return Money(source.shipping_gross if listed is None else listed, source.currency)


@resolver("Order", "undiscountedTotal")
def order_undiscounted_total(source: Order, info: Info) -> TaxedMoney:
    from_lines = load(source, "undiscounted_lines", _undiscounted_of)
    shipping = order_undiscounted_shipping(source, info)
    return TaxedMoney(from_lines.net + shipping, from_lines.gross + shipping)


def _undiscounted_of(orders: Iterable[Order]) -> dict[Any, TaxedMoney]:
    orders = list(orders)
    found = {order.pk: TaxedMoney.zero(order.currency) for order in orders}
    for line in OrderLine.objects.filter(order__in=orders):
        found[line.order_id] = found[line.order_id] + _undiscounted(line)
    return found


def _undiscounted(line: OrderLine) -> TaxedMoney:
    """Return the line's price without any discount; a line that none touched keeps nothing of its own."""
    if line.undiscounted_total_gross is None or line.undiscounted_total_net is None:
        return TaxedMoney(Money(line.total_net, line.currency), Money(line.total_gross, line.currency))
    return TaxedMoney(
        Money(line.undiscounted_total_net, line.currency),
        Money(line.undiscounted_total_gross, line.currency),
    )


@resolver("OrderLine", "undiscountedTotalPrice")
def order_line_undiscounted_total(line: OrderLine, info: Info) -> TaxedMoney:
    return _undiscounted(line)


@resolver("OrderLine", "undiscountedUnitPrice")
def order_line_undiscounted_unit(line: OrderLine, info: Info) -> TaxedMoney:
    whole = _undiscounted(line)
    return TaxedMoney(_per_unit(whole.net, line.quantity), _per_unit(whole.gross, line.quantity))


def _per_unit(money: Money, quantity: int) -> Money:
    return Money(quantize(money.amount / quantity, money.currency), money.currency)


@resolver("OrderLine", "unitDiscount")
def order_line_unit_discount(line: OrderLine, info: Info) -> Money:
    return Money(line.unit_discount_amount, line.currency)


@resolver("OrderLine", "unitDiscountValue")
def order_line_unit_discount_value(line: OrderLine, info: Info) -> Decimal:
    """Saleor keeps a fixed value here after checkoutComplete, whatever the voucher was."""
    return line.unit_discount_amount


@resolver("OrderLine", "unitDiscountType")
def order_line_unit_discount_type(line: OrderLine, info: Info) -> str:
    return "FIXED"


@resolver("OrderLine", "unitDiscountReason")
def order_line_unit_discount_reason(line: OrderLine, info: Info) -> str | None:
    return line.unit_discount_reason or None


def _line_discounts_of(lines: Iterable[OrderLine]) -> dict[Any, list[OrderLineDiscount]]:
    found: dict[Any, list[OrderLineDiscount]] = {line.pk: [] for line in lines}
    rows = OrderLineDiscount.objects.filter(line__in=list(found)).select_related("line").order_by("id")
    for row in rows:
        found[row.line_id].append(row)
    return found


@resolver("OrderLine", "discounts")
def order_line_discounts(line: OrderLine, info: Info) -> list[OrderLineDiscount]:
    return load(line, "discounts", _line_discounts_of) or []
