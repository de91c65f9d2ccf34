"""An order on the staff's list was seen to."""

from datetime import datetime

from django.db import transaction

from sellers.orders.models import UnsplitOrder


@transaction.atomic
def settle_unsplit(*, pk: int, now: datetime) -> UnsplitOrder | None:
    """Take it off the list; None where it is not on it any more."""
    found = UnsplitOrder.objects.select_for_update().filter(pk=pk, settled_at=None).first()
    if found is not None:
        found.settled_at = now
        found.save(update_fields=["settled_at"])
    return found
