"""A sale at a stall is put right at a till, where its buyer stands; never by the desk of online orders."""

from collections.abc import Iterable

from sellers.orders.errors import SoldAtStall
from sellers.orders.models import StallBill


def stalls_of_orders(order_numbers: Iterable[str]) -> dict[str, str]:
    """Return order number -> the exhibition at whose stall it was sold; absent: it was not. One query."""
    rows = StallBill.objects.filter(order_number__in=list(order_numbers))
    return dict(rows.values_list("order_number", "exhibition"))


def refuse_stall_sale(order_number: str) -> None:
    """
    Raises:
        SoldAtStall: with where it is put right.
    """
    exhibition = stalls_of_orders([order_number]).get(order_number)
    if exhibition is not None:
        raise SoldAtStall(
            f"Order {order_number} was sold at a stall of {exhibition}: it is given back, or made void, at a "
            "till of that exhibition; money that is still due stands with its bills to settle.",
            params={"order": order_number, "exhibition": exhibition},
        )
