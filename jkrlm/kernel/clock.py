"""The clock. Edges read it and pass ``now`` on; nothing deep in a room asks for the time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: Financial years, invoice dates and cut-offs are Indian.
INDIA = ZoneInfo("Asia/Kolkata")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return an instant's date in Asia/Kolkata."""
    return moment.astimezone(INDIA).date()


def start_of(day: date) -> datetime:
    """Return the instant at which a day begins in Asia/Kolkata."""
    return datetime.combine(day, time.min, INDIA)


def today() -> date:
    """Return the date in Asia/Kolkata."""
    return local_date(now())
