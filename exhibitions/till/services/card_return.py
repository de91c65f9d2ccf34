"""Money by card that no bill took goes back only when its tablet has had its time to send the bill."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

import commerce.payments.facade as payments
from exhibitions.till.errors import CardRefused
from exhibitions.till.models import Till
from jkrlm.people.facade import User

#: A tablet without a network in the evening has one the next day.
BILL_COMES_WITHIN: Final = timedelta(days=1)


def ask_return(*, key: UUID, reason: str, by: User, now: datetime) -> None:
    """
    One of finance asks for a payment that no bill has taken to go back; another agrees.

    Raises:
        CardRefused: its tablet is not ended and may still send the bill.
        PaymentNotPossible: none such, billed or asked already, or no reason.
    """
    paid = payments.stalls.by_key(key)
    if paid is not None and paid.paid_at is not None and now < paid.paid_at + BILL_COMES_WITHIN:
        exhibition, _slash, number = paid.till.rpartition("/")
        if Till.objects.filter(exhibition=exhibition, number=number, revoked_at=None).exists():
            raise CardRefused(
                _("Its tablet may still send the bill: wait until tomorrow, or end the tablet first.")
            )
    payments.stalls.ask_return(key=key, reason=reason, by=by)
