"""Reserving a checkout's pieces again on a Saleor."""

from commerce.client import CheckoutLineUpdateInput
from commerce.client.client import Store
from commerce.errors import refuse_on, store_errors

GONE = frozenset(
    {"INSUFFICIENT_STOCK", "NOT_FOUND", "PRODUCT_UNAVAILABLE_FOR_PURCHASE", "PRODUCT_NOT_PUBLISHED"}
)


def reserve_again(store: Store, checkout_id: str, *, only: str | None = None) -> bool:
    """
    Write the lines as they are, by which Saleor reserves them anew; returns False where it has too few.

    Whichever line is written, Saleor gives all lines of the checkout new time. So with ``only`` (a variant of
    which one unit is to be kept) nothing is written while the checkout holds more than that one unit.

    Raises:
        StoreRefused: for another reason than that.
    """
    checkout = store.checkout_details(id=checkout_id).checkout
    if checkout is None:
        return False
    if only is not None:
        if not any(line.variant.id == only for line in checkout.lines):
            return False
        if sum(line.quantity for line in checkout.lines) > 1:
            return True
    lines = [CheckoutLineUpdateInput(line_id=line.id, quantity=line.quantity) for line in checkout.lines]
    answer = store.checkout_lines_update(id=checkout_id, lines=lines).checkout_lines_update
    assert answer is not None
    if any(each.code in GONE for each in store_errors(answer.errors)):
        return False
    refuse_on(answer.errors)
    return True
