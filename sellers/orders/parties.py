"""Who sells a parcel in law, as it was frozen at confirmation."""

from dataclasses import dataclass

from sellers.orders.errors import SellerOrderUnknown
from sellers.orders.models import SellerOrder


@dataclass(frozen=True, slots=True)
class SellerOf:
    """``kind`` is group, federation or jktpo; ``gstin`` is empty without registration."""

    kind: str
    name: str
    gstin: str


def seller_of(code: str) -> SellerOf:
    """Return the seller of record of a parcel. One query. Raises SellerOrderUnknown."""
    row = (
        SellerOrder.objects.filter(code=code)
        .values_list("seller_kind", "seller_name", "seller_gstin")
        .first()
    )
    if row is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    return SellerOf(*row)
