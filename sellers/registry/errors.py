"""
DomainError
├── GroupUnknown         no group has this code
├── BadGroupRow          a row offered for the registry breaks its rules; nothing of the batch was kept
├── NotHere              a person, licence, account or import that this group has not, or has no more
├── HeldAlready          something of the kind holds on one of the days: end it first
├── BadDay               a day before what it follows
├── BadNumber            an identity number that cannot be right
├── BranchUnknown        an IFSC that is not in the list of branches
├── AccountTaken         the bank account is, or is about to be, another group's
├── ChangeUnderway       the group's account is being changed already
├── NotForCrp            a community resource person may never touch bank accounts
├── SamePerson           the second pair of eyes has to be another person's
├── WrongState           cannot be done from the present state
├── NotReady             requirements are not met; params["missing"] names them
├── MakerTypeMissing     the store has no page type for makers yet
└── UnreadableFile       the spreadsheet cannot be read at all; says why and what to do
"""

from jkrlm.kernel.errors import DomainError


class GroupUnknown(DomainError):
    code = "NOT_FOUND"


class BadGroupRow(DomainError):
    code = "INVALID"


class NotHere(DomainError):
    code = "NOT_FOUND"


class HeldAlready(DomainError):
    code = "UNIQUE"


class BadDay(DomainError):
    code = "BAD_DAY"


class BadNumber(DomainError):
    code = "BAD_NUMBER"


class BranchUnknown(DomainError):
    code = "UNKNOWN_BRANCH"


class AccountTaken(DomainError):
    code = "ACCOUNT_TAKEN"


class ChangeUnderway(DomainError):
    code = "CHANGE_UNDERWAY"


class NotForCrp(DomainError):
    code = "NOT_FOR_CRP"


class SamePerson(DomainError):
    code = "SAME_PERSON"


class WrongState(DomainError):
    code = "WRONG_STATE"


class NotReady(DomainError):
    code = "NOT_READY"


class MakerTypeMissing(DomainError):
    code = "MAKER_TYPE_MISSING"


class UnreadableFile(DomainError):
    code = "UNREADABLE_FILE"


class PaperNotKept(DomainError):
    """The picture or PDF of a paper is none that media keeps, or there is no space left."""

    code = "PAPER_NOT_KEPT"
