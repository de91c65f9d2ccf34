"""Send the receipt to the number that the buyer gave: the address of her tax document."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from exhibitions.till.models import Bill
from jkrlm.people.facade import STALL_RECEIPT, write_sms
from sellers.tax.facade import documents_of_bill

#: A receipt that comes a week late only puzzles.
GOOD_FOR: Final = timedelta(days=7)


def send_receipt(*, bill: Bill, now: datetime) -> None:
    """Write it in the caller's transaction: the number, the sum, where the tax document is."""
    papers = [each for each in documents_of_bill(bill.order_number) if not each.void_reason]
    if not papers or now > bill.sold_at + GOOD_FOR:
        return
    where = f"{settings.PUBLIC_URL}/documents/{papers[0].token}/"
    write_sms(
        to=bill.phone,
        template=STALL_RECEIPT,
        variables=[bill.number, f"{bill.total:.2f}", where],
        language="en",
        not_after=bill.sold_at + GOOD_FOR,
    )
