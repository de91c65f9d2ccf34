"""The clock of a case: it stands while its seller or the laboratory has it."""

from datetime import date

from certification.cases.models import Case
from certification.cases.reference import working_days


def stop(case: Case, today: date) -> None:
    """Let the clock stand from today on; the caller saves it."""
    if case.paused_on is None:
        case.paused_on = today


def go_on(case: Case, today: date) -> None:
    """Let the clock go on: the day by which it is answered moves by the working days it stood."""
    if case.paused_on is None:
        return
    days = working_days(on=today)
    case.due_on = days.after(case.due_on, days.between(case.paused_on, today))
    case.paused_on = None


def begin_again(case: Case, today: date) -> None:
    """Give a case that is decided anew its full time."""
    case.paused_on = None
    case.due_on = working_days(on=today).after(today, case.days_allowed)
