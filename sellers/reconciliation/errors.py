"""
DomainError
└── ReconciliationRefusal
    ├── UnreadableFile    a statement that cannot be read as a whole
    ├── NotHere           no such line, item, proposal, file or day
    ├── AlreadyMatched    the line, or the entry, is matched: by somebody else, or by a rule
    ├── DoesNotAddUp      what is to be matched is not the line's amount
    ├── NotYours          who made a proposal does not decide it
    ├── WrongState        decided already, closed already, still open
    └── DayClosed         the day is closed: open it again first, with a reason
"""

from jkrlm.kernel.errors import DomainError


class ReconciliationRefusal(DomainError):
    """Nothing was changed."""


class UnreadableFile(ReconciliationRefusal):
    code = "UNREADABLE_FILE"


class NotHere(ReconciliationRefusal):
    code = "NOT_FOUND"


class AlreadyMatched(ReconciliationRefusal):
    code = "ALREADY_MATCHED"


class DoesNotAddUp(ReconciliationRefusal):
    code = "DOES_NOT_ADD_UP"


class NotYours(ReconciliationRefusal):
    code = "NOT_YOURS"


class WrongState(ReconciliationRefusal):
    code = "WRONG_STATE"


class DayClosed(ReconciliationRefusal):
    code = "DAY_CLOSED"
