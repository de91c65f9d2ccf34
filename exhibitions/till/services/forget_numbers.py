"""Telephone numbers of buyers at tills go thirty days after the sale, or when the buyer asks."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from exhibitions.till.models import Bill

#: So long a receipt may be asked for again, and a return of it be spoken about.
KEPT: Final = timedelta(days=30)


def forget_old_numbers(*, now: datetime) -> int:
    """Erase those of sales thirty days ago; return how many. Repeatable."""
    return Bill.objects.exclude(phone="").filter(sold_at__lt=now - KEPT).update(phone="")


def forget_numbers(phones: Collection[str]) -> int:
    """Erase one person's."""
    return bills_with(phones).update(phone="")


def bills_with(phones: Collection[str]) -> QuerySet[Bill]:
    return Bill.objects.filter(phone__in=[each for each in phones if each])
