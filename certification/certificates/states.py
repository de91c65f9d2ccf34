"""The states of a certificate, what leads from one to another, and the reasons that staff pick."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    """Where a certificate stands; the database knows the same transitions (its trigger)."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


#: A certificate that has expired can still be withdrawn: what was found out later is said of it for good.
TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
    CertificateState.VALID: frozenset({"suspended", "withdrawn", "expired"}),
    CertificateState.SUSPENDED: frozenset({"valid", "withdrawn", "expired"}),
    CertificateState.EXPIRED: frozenset({"withdrawn"}),
    CertificateState.WITHDRAWN: frozenset(),
}


class Reason(models.TextChoices):
    """Why a certificate left its state; the words beside it say the rest."""

    GRANTED = "granted", _("Granted by a decision")
    COMPLAINT = "complaint", _("A complaint is looked into")
    SURVEILLANCE_MISSED = "surveillance-missed", _("Surveillance was not possible in time")
    SURVEILLANCE_FAILED = "surveillance-failed", _("Surveillance found a fault")
    FACTS_CHANGED = "facts-changed", _("Facts it rests on were changed")
    MISUSE = "misuse", _("The mark was misused")
    HOLDER_ASKED = "holder-asked", _("The holder asked for it")
    NONCONFORMITY = "nonconformity", _("The goods do not conform to the standard")
    FALSE_STATEMENT = "false-statement", _("A statement of the application was false")
    RECALL = "recall", _("The lot was called back")
    OTHER = "other", _("Another reason, said in words")
    CLEARED = "cleared", _("Looked into, and cleared")
    REMEDIED = "remedied", _("The fault is mended")
    TERM_ENDED = "term-ended", _("Its term has ended")


SUSPEND_REASONS: Final = (
    Reason.COMPLAINT,
    Reason.SURVEILLANCE_MISSED,
    Reason.SURVEILLANCE_FAILED,
    Reason.FACTS_CHANGED,
    Reason.MISUSE,
    Reason.HOLDER_ASKED,
    Reason.OTHER,
)
REINSTATE_REASONS: Final = (Reason.CLEARED, Reason.REMEDIED, Reason.OTHER)
WITHDRAW_REASONS: Final = (
    Reason.NONCONFORMITY,
    Reason.FALSE_STATEMENT,
    Reason.MISUSE,
    Reason.SURVEILLANCE_FAILED,
    Reason.HOLDER_ASKED,
    Reason.RECALL,
    Reason.OTHER,
)


class Bearer(models.TextChoices):
    """Who bears what a withdrawal costs."""

    GROUP = "group", _("The group")
    OPERATOR = "operator", _("The operator")


class Purpose(models.TextChoices):
    """What a status list says of a credential (W3C Bitstring Status List)."""

    REVOCATION = "revocation", _("Withdrawn for good")
    SUSPENSION = "suspension", _("Not in force at present")


def bits_of(state: str) -> dict[Purpose, bool]:
    """
    Return what the status lists say of a certificate in this state.

    A withdrawn one is also not in force: who holds a copy that names the list of suspensions only is told.
    """
    return {
        Purpose.REVOCATION: state == CertificateState.WITHDRAWN,
        Purpose.SUSPENSION: state in (CertificateState.SUSPENDED, CertificateState.WITHDRAWN),
    }
