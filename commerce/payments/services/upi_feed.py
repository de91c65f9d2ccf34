"""Read the bank's feed: credits by UPI, minutes after they came."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from commerce.payments.errors import FeedUnavailable
from commerce.payments.gateways.bank_feed import BankFeed, bank_feed
from commerce.payments.models import BankFeedPlace
from commerce.payments.services.upi_credits import BankCredit, see_credits
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.locks import advisory_lock

logger = logging.getLogger(__name__)

PLACE: Final = "upi"
#: Pages in one go; a feed that is further behind goes on in the next minute.
PAGES_MOST: Final = 20


def read_feed(*, now: datetime, feed: BankFeed | None = None) -> int:
    """
    Take what is new; returns how many credits were. The place is kept after a page is taken: cut short, the
    same page comes again and changes nothing.

    Raises:
        FeedUnavailable: no answer, or none that can be read; since when is kept.
    """
    feed = feed or bank_feed()
    if feed is None:
        return 0
    with advisory_lock("payments.bank-feed"):
        place, _ = BankFeedPlace.objects.get_or_create(name=PLACE)
        try:
            return _read(feed, place, now)
        except FeedUnavailable as fault:
            place.failing_since, place.fault = place.failing_since or now, fault.message[:300]
            place.save(update_fields=["failing_since", "fault"])
            raise


def _read(feed: BankFeed, place: BankFeedPlace, now: datetime) -> int:
    new = 0
    for _ in range(PAGES_MOST):
        page = feed.credits_after(place.cursor)
        new += see_credits(
            credits=[
                BankCredit(
                    amount=each.amount,
                    day=local_date(each.at),
                    reference=each.rrn,
                    narration=each.narration,
                    feed_id=each.id,
                    payer=each.payer,
                )
                for each in page.credits
            ],
            now=now,
        )
        with transaction.atomic():
            moved = page.cursor != place.cursor
            place.cursor, place.read_at, place.failing_since, place.fault = page.cursor, now, None, ""
            place.save()
        if not moved or not page.credits:
            break
    return new
