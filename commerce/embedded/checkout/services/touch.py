from collections.abc import Iterable
from datetime import datetime

from commerce.embedded.checkout.models import Checkout


def touch(
    checkout: Checkout, *, now: datetime, deliveries: bool, fields: Iterable[str] = (), prices: bool = True
) -> None:
    """
    Save ``fields`` of a locked checkout as a new revision. One query.

    ``prices``: the amounts are out of date now. ``deliveries``: so are the delivery options.
    """
    checkout.revision += 1
    checkout.updated_at = now
    changed = {"revision", "updated_at", *fields}
    if prices:
        checkout.prices_expire_at = None
        changed.add("prices_expire_at")
    if deliveries:
        checkout.deliveries_stale = True
        changed.add("deliveries_stale")
    checkout.save(update_fields=sorted(changed))
