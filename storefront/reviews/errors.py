"""
Refusals of reviews and questions.

    NotReceived        no such line of this order, or it has not arrived
    ChangedMeanwhile   somebody was faster: what was seen is not what is there
    BadWords           the words cannot be taken
    BadDecision        a decision lacks something
    TextUnknown        there is no such review, question or answer
"""

from jkrlm.kernel.errors import DomainError


class NotReceived(DomainError):
    code = "NOT_RECEIVED"


class ChangedMeanwhile(DomainError):
    code = "CHANGED_MEANWHILE"


class BadWords(DomainError):
    code = "BAD_WORDS"


class BadDecision(DomainError):
    code = "BAD_DECISION"


class TextUnknown(DomainError):
    code = "NOT_FOUND"
