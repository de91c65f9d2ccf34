"""
Refusals of grievances.

    GrievanceUnknown    there is none such, or it is somebody else's
    WrongState          that cannot be done in this state
    BadWords            the words cannot be taken
    TooLate             reopened after its days
"""

from jkrlm.kernel.errors import DomainError


class GrievanceUnknown(DomainError):
    code = "NOT_FOUND"


class WrongState(DomainError):
    code = "WRONG_STATE"


class BadWords(DomainError):
    code = "BAD_WORDS"


class TooLate(DomainError):
    code = "TOO_LATE"
