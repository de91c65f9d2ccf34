"""The part of the door about lines of a parcel that cannot be sent; here the clock is read."""

from collections.abc import Mapping, Sequence

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders import selectors
from sellers.orders.services import cancel_lines as _cancel_lines
from sellers.orders.services.move import By


def cancel_lines(
    code: str, *, group_codes: Sequence[str], by: By, quantities: Mapping[str, int], reason: str, key: str
) -> None:
    """
    The group cannot send so many of these pieces (by SKU); the rest it sends. ``key`` is the form's own.

    Raises:
        SellerOrderUnknown, WrongState: not theirs, or it has left.
        BadQuantity: more than there are, or none.
        ReasonMissing.
    """
    found = selectors.card(code, group_codes=group_codes)
    by_line = selectors.lines_by_sku(found.code, quantities)
    _cancel_lines.cancel_lines(
        code=found.code, quantities=by_line, reason=reason, key=key, by=by, now=clock.now()
    )


def worth_of_lines(code: str, *, group_codes: Sequence[str], quantities: Mapping[str, int]) -> Money:
    """
    Return what goes back to the buyer where so many of these pieces (by SKU) are not sent.

    Raises:
        SellerOrderUnknown; BadQuantity: more than there are, or none.
    """
    found = selectors.card(code, group_codes=group_codes)
    return _cancel_lines.worth_of(code=found.code, quantities=selectors.lines_by_sku(found.code, quantities))
