"""What a voucher took off, as the bag and the checkout show it."""

from dataclasses import dataclass

from commerce.client import CheckoutParts
from jkrlm.kernel.money import Money
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class CodeRow:
    """``applies``: it takes something off; one that ended meanwhile stands there and takes nothing."""

    code: str
    name: str
    amount: Money

    @property
    def applies(self) -> bool:
        return bool(self.amount.amount)


def code_row(checkout: CheckoutParts) -> CodeRow | None:
    if not checkout.voucher_code:
        return None
    off = money(checkout.discount) if checkout.discount else Money.zero("INR")
    return CodeRow(checkout.voucher_code, checkout.discount_name or "", off)


def goods_before(checkout: CheckoutParts) -> Money:
    """Return what the goods cost before any discount."""
    return sum((money(line.undiscounted_total_price) for line in checkout.lines), Money.zero("INR"))


def delivery_off(checkout: CheckoutParts) -> Money:
    """Return what of the discount is on delivery: the rest of it, beside what the goods are cheaper."""
    code = code_row(checkout)
    if code is None:
        return Money.zero("INR")
    goods = goods_before(checkout) - money(checkout.subtotal_price.gross)
    return code.amount - goods if goods < code.amount else Money.zero("INR")
