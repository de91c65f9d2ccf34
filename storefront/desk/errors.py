"""
DomainError
├── MailUnknown    no such mail of this order
├── MailNotSent    it has not gone out yet, went to no mailbox, or was erased: nothing to send again
├── TooManyMails   it was sent again as often as a day allows
└── NothingChosen  no parcel was chosen
"""

from jkrlm.kernel.errors import DomainError


class MailUnknown(DomainError):
    code = "NOT_FOUND"


class MailNotSent(DomainError):
    code = "MAIL_NOT_SENT"


class TooManyMails(DomainError):
    code = "TOO_MANY_MAILS"


class NothingChosen(DomainError):
    code = "NOTHING_CHOSEN"
