"""
What cases refuse.

DomainError
├── CaseUnknown        no such case, or not this group's
├── WrongState         it cannot get there from where it is
├── AlreadyDecided     somebody decided it meanwhile
├── NotImpartial       she evaluated it, has an interest, or lives in the village
├── BadApplication     the form cannot be taken like this; ``field`` says where to mend it
├── NoStandard         there is no standard in force for these goods
├── AppliedAlready     the goods have an open case
├── NotComplete        something that the standard asks for is missing
├── BadDecision        no reason, no grade, or a quantity that is not in the batch
├── BadFinding         a value that the standard does not ask for, or cannot read
├── Away               she is on leave on this day
├── NotAnInspector     the person holds no role that evaluates
├── KeyTaken           the form was sent before with something else
├── NoAppeal           nothing can be appealed, or its time is over
├── AppealUnknown      no such appeal
├── ComplaintUnknown   no such complaint
└── BadInterest        a declaration without words, or of nothing
"""

from jkrlm.kernel.errors import DomainError


class CaseUnknown(DomainError):
    code = "CASE_UNKNOWN"


class WrongState(DomainError):
    code = "WRONG_STATE"


class AlreadyDecided(WrongState):
    code = "ALREADY_DECIDED"


class NotImpartial(DomainError):
    code = "NOT_IMPARTIAL"


class BadApplication(DomainError):
    code = "BAD_APPLICATION"


class NoStandard(BadApplication):
    code = "NO_STANDARD"


class AppliedAlready(BadApplication):
    code = "APPLIED_ALREADY"


class NotComplete(DomainError):
    code = "NOT_COMPLETE"


class BadDecision(DomainError):
    code = "BAD_DECISION"


class BadFinding(DomainError):
    code = "BAD_FINDING"


class Away(DomainError):
    code = "AWAY"


class NotAnInspector(DomainError):
    code = "NOT_AN_INSPECTOR"


class KeyTaken(DomainError):
    code = "KEY_TAKEN"


class NoAppeal(DomainError):
    code = "NO_APPEAL"


class AppealUnknown(DomainError):
    code = "APPEAL_UNKNOWN"


class ComplaintUnknown(DomainError):
    code = "COMPLAINT_UNKNOWN"


class BadInterest(DomainError):
    code = "BAD_INTEREST"
