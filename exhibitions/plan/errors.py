"""
DomainError
└── PlanRefusal
    ├── ExhibitionUnknown   no such exhibition, zone, stall, task or pass
    ├── BadPlan             a value that cannot be; the field says which
    ├── PlanChanged         somebody changed it meanwhile
    ├── MoveRefused         the exhibition cannot go to that state (yet); the message says what is missing
    ├── StallTaken          the stall is needed as it is: a group has it
    ├── PassUsed            the pass was counted before
    └── TooManyPasses       so many passes were asked for from there
"""

from jkrlm.kernel.errors import DomainError


class PlanRefusal(DomainError):
    """Nothing was planned, moved or counted."""


class ExhibitionUnknown(PlanRefusal):
    code = "NOT_FOUND"


class BadPlan(PlanRefusal):
    code = "INVALID"


class PlanChanged(PlanRefusal):
    code = "CHANGED"


class MoveRefused(PlanRefusal):
    code = "MOVE_REFUSED"


class StallTaken(PlanRefusal):
    code = "STALL_TAKEN"


class PassUsed(PlanRefusal):
    code = "PASS_USED"


class TooManyPasses(PlanRefusal):
    code = "TOO_MANY"
