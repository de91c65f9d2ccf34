"""Clocks and limits of grievances. Values in, values out; nothing pauses a clock, weekends count."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import Limit

#: Consumer Protection (E-Commerce) Rules 2020, rule 4(5): acknowledge within forty-eight hours of receipt.
ACKNOWLEDGE: Final = timedelta(hours=48)
#: So long after it was resolved who complained can open it again.
REOPEN: Final = timedelta(days=15)
#: This share of the time is over: it is marked.
WARN_SHARE: Final = 0.75
WORDS_MOST: Final = 4000
PER_NETWORK: Final = Limit("grievances", 10, timedelta(hours=1))
MESSAGES_PER_LINK: Final = Limit("grievance-messages", 20, timedelta(hours=1))
#: Limitation Act 1963, Consumer Protection Act 2019 section 69: claims end after two years at the latest.
KEPT: Final = timedelta(days=3 * 365)


def one_month_after(moment: datetime) -> datetime:
    """
    Return the same time of the Indian day a month later; the month's last day where it has no such day.

    Rule 4(5): redress within one month from the date of receipt.
    """
    there = moment.astimezone(INDIA)
    year, month = (there.year + 1, 1) if there.month == 12 else (there.year, there.month + 1)
    day = min(there.day, calendar.monthrange(year, month)[1])
    return there.replace(year=year, month=month, day=day).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Clock:
    """``share`` of the time that is over, in whole percent, 100 at most; ``left`` is negative when late."""

    due: datetime
    left: timedelta
    share: int
    tint: str

    @property
    def is_late(self) -> bool:
        return self.tint == "late"


def clock_of(*, since: datetime, due: datetime, now: datetime) -> Clock:
    """Return how a clock stands: fine, soon (75 % are over) or late."""
    whole = (due - since).total_seconds()
    share = (now - since).total_seconds() / whole if whole > 0 else 1.0
    tint = "late" if now > due else "soon" if share >= WARN_SHARE else ""
    return Clock(due, due - now, max(0, min(100, int(share * 100))), tint)
