"""What an order is, from facts: quantities and amounts. Nobody sets these statuses by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commerce.embedded.order.models import FulfillmentStatus, OrderStatus


@dataclass(frozen=True, slots=True)
class Quantities:
    """Units of a whole order: ordered, sent (and not called back), returned, replaced."""

    ordered: int
    fulfilled: int
    returned: int = 0
    replaced: int = 0


#: Fulfilments whose goods count as sent.
SENT = frozenset(
    {
        FulfillmentStatus.FULFILLED,
        FulfillmentStatus.REFUNDED,
        FulfillmentStatus.RETURNED,
        FulfillmentStatus.REFUNDED_AND_RETURNED,
    }
)
RETURNED = frozenset({FulfillmentStatus.RETURNED, FulfillmentStatus.REFUNDED_AND_RETURNED})


def quantities(ordered: Iterable[int], sent: Iterable[tuple[str, int]]) -> Quantities:
    """Add up lines ordered, and (fulfilment status, quantity) of fulfilment lines."""
    fulfilled = returned = replaced = 0
    for status, quantity in sent:
        if status == FulfillmentStatus.REPLACED:
            replaced += quantity
        elif status in SENT:
            fulfilled += quantity
            returned += quantity if status in RETURNED else 0
    return Quantities(sum(ordered), fulfilled, returned, replaced)


def order_status(current: str, facts: Quantities) -> str:
    """
    Return the status that the quantities say.

    Drafts, orders that wait for confirmation, and cancelled or expired ones stay as they are.
    """
    if current in (OrderStatus.DRAFT, OrderStatus.UNCONFIRMED, OrderStatus.CANCELED, OrderStatus.EXPIRED):
        return current
    wanted = facts.ordered - facts.replaced
    if facts.returned and facts.returned >= wanted:
        return OrderStatus.RETURNED
    if facts.returned:
        return OrderStatus.PARTIALLY_RETURNED
    if facts.fulfilled >= wanted:
        return OrderStatus.FULFILLED
    return OrderStatus.PARTIALLY_FULFILLED if facts.fulfilled else OrderStatus.UNFULFILLED


def charge_status(*, total: Decimal, granted_back: Decimal, charged: Decimal) -> str:
    """``total`` less what was granted back is owed; ``charged`` is what is held now."""
    owed = max(total - granted_back, Decimal(0))
    if charged == owed:
        return "FULL"
    if charged <= 0:
        return "NONE"
    return "PARTIAL" if charged < owed else "OVERCHARGED"


def authorize_status(*, total: Decimal, granted_back: Decimal, charged: Decimal, authorized: Decimal) -> str:
    owed = max(total - granted_back, Decimal(0))
    covered = charged + authorized
    if covered >= owed:
        return "FULL"
    return "PARTIAL" if covered > 0 else "NONE"


def payment_status(*, total: Decimal, charged: Decimal, refunded: Decimal) -> str:
    """Saleor's older summary of charge and refund in one word."""
    if refunded > 0 and charged <= 0:
        return "FULLY_REFUNDED"
    if refunded > 0:
        return "PARTIALLY_REFUNDED"
    if charged <= 0:
        return "NOT_CHARGED" if total > 0 else "FULLY_CHARGED"
    return "FULLY_CHARGED" if charged >= total else "PARTIALLY_CHARGED"
