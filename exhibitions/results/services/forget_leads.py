"""Names, contacts and wishes are forgotten a year after, or when somebody asks; that there was one stays."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from exhibitions.results.models import Lead

#: A year: who orders for the next season is still known, and no longer.
KEPT: Final = timedelta(days=365)


def forget_old_leads(*, now: datetime, today: date) -> int:
    """Erase those that are a year old; return how many. Daily, repeatable."""
    return _erase(Lead.objects.filter(taken_on__lt=today - KEPT), now)


def forget_leads(*, phones: Collection[str], emails: Collection[str], now: datetime) -> int:
    """Erase one person's."""
    return _erase(leads_of(phones, emails), now)


def leads_of(phones: Collection[str], emails: Collection[str]) -> QuerySet[Lead]:
    mine = Q(phone__in=[each for each in phones if each]) | Q(
        email__in=[each.lower() for each in emails if each]
    )
    return Lead.objects.filter(mine, erased_at=None)


def _erase(rows: QuerySet[Lead], now: datetime) -> int:
    return rows.filter(erased_at=None).update(name="", phone="", email="", wants="", erased_at=now)
