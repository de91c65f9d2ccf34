"""
DomainError
└── LabelRefusal
    ├── LabelUnknown       no such label or batch
    ├── BadBatch           a number, a format or a certificate with which no labels are made
    ├── LabelTooSmall      the QR code does not fit the format with modules that a phone can read
    ├── CertificateNotLive the certificate is suspended, withdrawn or past its term
    ├── LabelState         a label in this state cannot become that one
    ├── TooManyAttached    every certified piece has its label already
    └── KeyTaken           the form made something else before
"""

from jkrlm.kernel.errors import DomainError


class LabelRefusal(DomainError):
    """No label was made or changed."""


class LabelUnknown(LabelRefusal):
    code = "NOT_FOUND"


class BadBatch(LabelRefusal):
    code = "BAD_BATCH"


class LabelTooSmall(LabelRefusal):
    code = "LABEL_TOO_SMALL"


class CertificateNotLive(LabelRefusal):
    code = "CERTIFICATE_NOT_LIVE"


class LabelState(LabelRefusal):
    code = "LABEL_STATE"


class TooManyAttached(LabelRefusal):
    code = "TOO_MANY_ATTACHED"


class KeyTaken(LabelRefusal):
    code = "KEY_TAKEN"
