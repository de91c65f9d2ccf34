"""
DomainError
└── CertificateRefused
    ├── CertificateUnknown   no certificate has this number
    ├── NotGranted           the case has no granting decision, or its results do not pass
    ├── WrongState           it is not in a state from which this is possible; says which
    ├── BadReason            the reason, the words or the bearer of the cost are missing or unknown
    ├── NotYours             who evaluated the case, or is close to the group, does not decide of it
    ├── KeyUsed              this form was sent before, for something else
    └── KeyMissing           no private key of ours is at hand to sign with
"""

from jkrlm.kernel.errors import DomainError


class CertificateRefused(DomainError):
    """Nothing was issued or changed."""


class CertificateUnknown(CertificateRefused):
    code = "NOT_FOUND"


class NotGranted(CertificateRefused):
    code = "NOT_GRANTED"


class WrongState(CertificateRefused):
    code = "WRONG_STATE"


class BadReason(CertificateRefused):
    code = "BAD_REASON"


class NotYours(CertificateRefused):
    code = "NOT_YOURS"


class KeyUsed(CertificateRefused):
    code = "KEY_USED"


class KeyMissing(CertificateRefused):
    code = "KEY_MISSING"
