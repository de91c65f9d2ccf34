"""When a parcel is late, and what it is called. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from logistics.carriers.facade import Milestone, check_digit
from logistics.parcels.states import WITH_US, ParcelState, Step

#: With the carrier past its day, a parcel is looked for again after so many days.
CARRIER_DAYS: Final = 3
SERIAL_MAX: Final = 10**8
#: A day, or the next on which people work.
WorkingDay = Callable[[date], date]

STEP_OF: Final = {
    Milestone.TAKEN: Step.HANDED_OVER,
    Milestone.MOVED: Step.MOVED,
    Milestone.OUT_FOR_DELIVERY: Step.OUT_FOR_DELIVERY,
    Milestone.ATTEMPTED: Step.ATTEMPTED,
    Milestone.DELIVERED: Step.DELIVERED,
    Milestone.REFUSED: Step.REFUSED,
    Milestone.RETURNED: Step.RETURNED,
    Milestone.DAMAGED: Step.DAMAGED,
    Milestone.LOST: Step.LOST,
}


def code_of(serial: int) -> str:
    """Return the code of the parcel with this number in the sequence, which begins anew after 10⁸."""
    digits = f"{serial % SERIAL_MAX:08d}"
    return f"P{digits}{check_digit(digits)}"


def is_code(typed: str) -> bool:
    """Return whether it is one, its check digit too: a mistyped digit is no parcel's."""
    digits = typed[1:]
    return (
        len(typed) == 10
        and typed[0] == "P"
        and digits.isascii()
        and digits.isdigit()
        and check_digit(digits[:8]) == int(digits[8])
    )


@dataclass(frozen=True, slots=True)
class Journey:
    """What lateness is told from. ``expected`` is the last promise."""

    state: ParcelState
    ship_on: date
    earliest: date
    latest: date
    expected: date


def later_day(journey: Journey, today: date, working_day: WorkingDay) -> date | None:
    """
    Return the day to promise instead, None where the promise still holds. What would arrive on a Sunday or
    holiday arrives on the next working day, as in quotes.

    Until the carrier has it, it needs the days that were reckoned at first: with fewer left than the
    shortest of them, it is late before its day has come, and is told so then. With the carrier it is late
    when its day is over.
    """
    if journey.state in WITH_US:
        shortest = (journey.earliest - journey.ship_on).days
        longest = (journey.latest - journey.ship_on).days
        start = max(today, journey.ship_on)
        if start + timedelta(days=shortest) <= journey.expected:
            return None
        return working_day(start + timedelta(days=max(longest, shortest + 1)))
    if journey.state is ParcelState.HANDED_OVER and today > journey.expected:
        return working_day(today + timedelta(days=CARRIER_DAYS))
    return None
