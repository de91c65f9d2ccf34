from jkrlm.kernel.errors import DomainError


class ResultsRefusal(DomainError):
    """What this room refuses."""


class LeadUnknown(ResultsRefusal):
    code = "LEAD_UNKNOWN"


class BadLead(ResultsRefusal):
    """No consent, nothing to answer to, or no such stall."""

    code = "BAD_LEAD"


class NotReady(ResultsRefusal):
    """Something holds the settlement back; ``reasons`` says what, a sentence each."""

    code = "NOT_READY"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class SettlementUnknown(ResultsRefusal):
    code = "SETTLEMENT_UNKNOWN"


class SamePerson(ResultsRefusal):
    code = "SAME_PERSON"


class WrongState(ResultsRefusal):
    code = "WRONG_STATE"


class BooksMoved(ResultsRefusal):
    """What was proposed is not what the books say any more."""

    code = "BOOKS_MOVED"


class ReasonMissing(ResultsRefusal):
    code = "REASON_MISSING"
