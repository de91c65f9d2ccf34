"""
DomainError
├── NobodyMaySell      nobody may sell this group's goods to that state; the message says why
├── AnswerUnknown      no tax answer is kept for this checkout
├── DocumentRefused    an invoice, bill or credit note that may not be issued or made void
├── DocumentUnknown    there is no such document, or it is somebody else's
└── NotADemonstration  fictitious registrations were asked for outside demo mode
"""

from jkrlm.kernel.errors import DomainError


class NobodyMaySell(DomainError):
    code = "NOT_SOLD_THERE"


class AnswerUnknown(DomainError):
    code = "NOT_FOUND"


class NotADemonstration(DomainError):
    code = "FORBIDDEN"


class DocumentRefused(DomainError):
    code = "DOCUMENT_REFUSED"


class DocumentUnknown(DomainError):
    code = "NOT_FOUND"
