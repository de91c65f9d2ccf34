"""Cancel the parcels of an order that nobody has packed yet; what was paid for them goes back as always."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User, audit
from sellers.orders.facade import By, SellerOrderState, cancel_for_buyer, parts_of_order
from storefront.desk.errors import NothingChosen


@transaction.atomic
def cancel_unpacked(
    *, order_id: str, number: str, codes: Collection[str], reason: str, key: str, actor: User
) -> None:
    """
    Cancel these parcels, all or none; one that is cancelled already stays so.

    Raises:
        NothingChosen: none of them is a parcel of this order.
        WrongState: one was packed meanwhile.
        ReasonMissing.
    """
    chosen = [part for part in parts_of_order(order_id) if part.code in codes]
    if not chosen:
        raise NothingChosen(_("Choose at least one parcel."), field="codes")
    standing = [part for part in chosen if part.state is not SellerOrderState.CANCELLED]
    if not standing:
        return
    for part in standing:
        cancel_for_buyer(
            part.code,
            order_id=order_id,
            quantities={line.id: line.left for line in part.lines if line.left},
            reason=reason,
            key=hashlib.sha256(f"{key} {part.code}".encode()).hexdigest()[:32],
            by=By(f"person:{actor.pk}"),
        )
    audit(
        actor=actor,
        verb="order.cancel-unpacked",
        target=f"order {number}",
        after={"parcels": ", ".join(part.code for part in standing), "reason": reason},
    )
