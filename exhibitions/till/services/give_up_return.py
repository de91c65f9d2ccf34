"""
A return that cannot be: its sale does not exist, or nothing is left of it. The cash has left the till all the
same.
"""

from datetime import datetime, timedelta
from typing import Final

import sellers.ledger.facade as ledger
from exhibitions.till.bundle import rupees_of
from exhibitions.till.models import Entry
from exhibitions.till.payload import Returned
from exhibitions.till.services.judge_sale import sold_at
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import FlagCode
from jkrlm.kernel.clock import local_date
from sellers.tax.facade import TillNumber, is_number_free, spoil_number

#: So long a return waits for its sale, which another tablet may still hold.
WAITS: Final = timedelta(days=3)


def give_up_return(*, entry: Entry, said: Returned, why: str, now: datetime) -> None:
    """
    Keep the credit notes' numbers as spoilt, book the cash as a difference, and flag it: staff look whose it
    is.
    """
    day = local_date(sold_at(entry))
    for at, paper in enumerate(said.documents):
        series, year, serial = paper.parts
        number = TillNumber(paper.seller, series, year, serial, day)
        if is_number_free(number):
            spoil_number(
                number, reason="the return could not be booked", source=f"return {entry.entry_id} {at}"
            )
    cash = rupees_of(sum(each.amount for each in said.payments if each.method == "cash"))
    if cash.amount:
        ledger.post_journal(
            ledger.Journal(
                reference=f"till-return-{entry.entry_id}",
                lines=(
                    ledger.JournalLine(
                        ledger.account_of("cash-differences"), cash, ledger.Component.DIFFERENCE
                    ),
                    ledger.JournalLine(
                        ledger.account_of("stall-cash", entry.till.purse), -cash, ledger.Component.MONEY
                    ),
                ),
                narration=f"Given back at till {entry.till.number} for nothing: {why}"[:300],
                occurred_on=day,
                source=ledger.source_of("till", entry.till.purse),
            )
        )
    raise_flag(
        entry=entry,
        code=FlagCode.CANNOT,
        message=f"₹{cash.amount:,.2f} in cash were given back: {why}",
        amount=cash.amount,
        now=now,
    )
