from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.services.complete import remove_checkouts

#: As in Saleor: empty bags go after six hours, guests' after thirty days, customers' after ninety.
EMPTY_FOR: Final = timedelta(hours=6)
GUEST_FOR: Final = timedelta(days=30)
CUSTOMER_FOR: Final = timedelta(days=90)
_BATCH: Final = 500


def expire_checkouts(now: datetime) -> int:
    """Delete checkouts that nobody touched for long and nobody paid for; returns how many."""
    unpaid = Checkout.objects.filter(transactions__isnull=True)
    candidates = (
        unpaid.filter(lines__isnull=True, updated_at__lt=now - EMPTY_FOR)
        | unpaid.filter(user__isnull=True, updated_at__lt=now - GUEST_FOR)
        | unpaid.filter(updated_at__lt=now - CUSTOMER_FOR)
    )
    total = 0
    while pks := list(candidates.order_by().distinct().values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            # Locked and looked at again: somebody may have come back to pay.
            locked = list(
                Checkout.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk__in=pks, updated_at__lt=now - EMPTY_FOR)
                .order_by("id")
                .values_list("pk", flat=True)
            )
            free = list(
                Checkout.objects.filter(pk__in=locked, transactions__isnull=True).values_list("pk", flat=True)
            )
            remove_checkouts(free)
        total += len(free)
        if len(free) < len(pks):
            break
    return total
