"""
DomainError
└── RoundRefusal
    ├── RoundUnknown      no such vehicle, plan, round or stop, or another driver's
    ├── BadVehicle        a value that a vehicle cannot have; the field says which
    ├── BadDay            no rounds are planned for this day
    ├── PlanMoved         the plan, or the round, is not what the page showed
    ├── DoesNotFit        the stop does not fit there; the message says why
    ├── VisitedBefore     another report of this stop came first
    ├── BadVisit          what was sent about a stop cannot be; the field says what
    └── NotSolved         the solver gave no answer, or a wrong one
"""

from jkrlm.kernel.errors import DomainError


class RoundRefusal(DomainError):
    """Nothing was planned, moved or kept."""


class RoundUnknown(RoundRefusal):
    code = "NOT_FOUND"


class BadVehicle(RoundRefusal):
    code = "INVALID"


class BadDay(RoundRefusal):
    code = "INVALID"


class PlanMoved(RoundRefusal):
    code = "CHANGED"


class DoesNotFit(RoundRefusal):
    code = "DOES_NOT_FIT"


class VisitedBefore(RoundRefusal):
    code = "VISITED_BEFORE"


class BadVisit(RoundRefusal):
    code = "INVALID"


class NotSolved(RoundRefusal):
    code = "NOT_SOLVED"
