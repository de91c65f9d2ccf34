"""
DomainError
└── StandardRefusal
    ├── VersionUnknown     no such version, standard or licence
    ├── BadValue           a value is not of its parameter's kind
    ├── BadFormula         a formula that cannot be counted
    ├── BadContent         a version is not complete; ``params["faults"]`` says field -> sentence
    ├── BadPlan            no sampling plan for what was asked
    ├── WrongState         past that step already, or not there yet
    ├── SamePerson         who wrote it may not approve it
    ├── Overlaps           another version is in force in those days for the same goods
    ├── VersionMoved       somebody saved it meanwhile
    ├── ReasonMissing      a decision without its reason
    └── LicenceOverlaps    the group has a licence in those days
"""

from jkrlm.kernel.errors import DomainError


class StandardRefusal(DomainError):
    """Nothing was written."""


class VersionUnknown(StandardRefusal):
    code = "NOT_FOUND"


class BadValue(StandardRefusal):
    code = "BAD_VALUE"


class BadFormula(StandardRefusal):
    code = "BAD_FORMULA"


class BadContent(StandardRefusal):
    code = "BAD_CONTENT"


class BadPlan(StandardRefusal):
    code = "BAD_PLAN"


class WrongState(StandardRefusal):
    code = "WRONG_STATE"


class SamePerson(StandardRefusal):
    code = "SAME_PERSON"


class Overlaps(StandardRefusal):
    code = "OVERLAPS"


class VersionMoved(StandardRefusal):
    code = "VERSION_MOVED"


class ReasonMissing(StandardRefusal):
    code = "REASON_MISSING"


class LicenceOverlaps(StandardRefusal):
    code = "LICENCE_OVERLAPS"
