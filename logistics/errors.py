"""
DomainError
├── PincodeUnknown   not six digits, or no place in India that we know
├── PlanUnknown      no delivery plan was quoted under this id
├── NotSoldThere     nobody may sell this group's goods to that state; the message says why
├── ClosureOver      the road closure was lifted or replaced already
└── BadRate          a row of a rate card that cannot begin so; the field says which
"""

from jkrlm.kernel.errors import DomainError


class PincodeUnknown(DomainError):
    code = "INVALID"


class PlanUnknown(DomainError):
    code = "NOT_FOUND"


class NotSoldThere(DomainError):
    code = "NOT_SOLD_THERE"


class ClosureOver(DomainError):
    code = "CHANGED"


class BadRate(DomainError):
    code = "INVALID"
