"""
DomainError
└── StallRefusal
    ├── ApplicationUnknown   no such call, application, proposal or pass, or another group's
    ├── NotInvited           this group is not among those invited
    ├── TooLate              the deadline is over
    ├── BadApplication       a value that cannot be; the field says which
    ├── BadCall              a call that cannot be sent as typed
    ├── CalledAlready        this exhibition has its call
    ├── WrongState           what the page showed has moved on
    ├── SamePerson           who proposed may not approve
    ├── StallTaken           somebody else has this stall
    ├── QuotaFull            a quota allows no more
    ├── BadAllowance         an amount beyond what the call says, or paid before
    └── PassRefused          a pass that does not open the gate today; the message says why
"""

from jkrlm.kernel.errors import DomainError


class StallRefusal(DomainError):
    """Nothing was changed."""


class ApplicationUnknown(StallRefusal):
    code = "NOT_FOUND"


class NotInvited(StallRefusal):
    code = "NOT_INVITED"


class TooLate(StallRefusal):
    code = "TOO_LATE"


class BadApplication(StallRefusal):
    code = "INVALID"


class BadCall(StallRefusal):
    code = "INVALID"


class CalledAlready(StallRefusal):
    code = "CALLED_ALREADY"


class WrongState(StallRefusal):
    code = "WRONG_STATE"


class SamePerson(StallRefusal):
    code = "SAME_PERSON"


class StallTaken(StallRefusal):
    code = "STALL_TAKEN"


class QuotaFull(StallRefusal):
    code = "QUOTA_FULL"


class BadAllowance(StallRefusal):
    code = "INVALID"


class PassRefused(StallRefusal):
    code = "PASS_REFUSED"
