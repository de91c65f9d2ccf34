"""Pure policy: what may be written off, against which accounts a difference may be booked, ages, days."""

from datetime import date, timedelta
from typing import Final

#: A difference of up to ₹10 may be written off; more has a reason that wants an account of its own.
WRITE_OFF_UNITS_MOST: Final = 1_000
#: Money is looked for so many days before and after: banks and carriers take their time over holidays.
WITHIN_DAYS: Final = 7
#: Of the books this much of the past is compared with the bank's lines.
LOOK_BACK_DAYS: Final = 120

CASH_DIFFERENCES: Final = "cash-differences"
#: Account of the ledger -> what a person calls what is booked there.
COUNTER_ACCOUNTS: Final[dict[str, str]] = {
    CASH_DIFFERENCES: "Rupee difference, written off",
    "operator-funds": "The mission's own money, put in or taken out",
    "gateway-fees": "Charges of the bank or the card company",
    "carrier-charges": "Charges of a carrier",
    "payable-to-carrier": "A carrier's bill that is in the books",
    "input-gst": "GST on such charges",
    "rounding": "Rounding of a tax payment",
}
#: Where the account has owners, whose it is must be said.
OWNED: Final = frozenset({"payable-to-carrier"})

#: Ages of open items, in days: (at least, what it is called).
AGES: Final = ((0, "to 1 day"), (2, "2 to 7 days"), (8, "8 to 30 days"), (31, "over 30 days"))


def age_band(since: date, today: date) -> int:
    """Return the place in AGES of what has been open since a day."""
    days = (today - since).days
    return max(place for place, (least, _) in enumerate(AGES) if days >= least or place == 0)


def window(day: date) -> tuple[date, date]:
    """Return the first and the last day on which the other side of a bank line may stand."""
    return day - timedelta(days=WITHIN_DAYS), day + timedelta(days=WITHIN_DAYS)
