"""The door of certificates. Here the clock is read; inside, the moment is handed on."""

from datetime import datetime

from certification.certificates import selectors
from certification.certificates.contracts import Certificate, Change, ResultLine
from certification.certificates.credentials.addresses import certificate_url, passport_url, pdf_url
from certification.certificates.demo import load_demo_certificates
from certification.certificates.errors import (
    BadReason,
    CertificateRefused,
    CertificateUnknown,
    KeyMissing,
    KeyUsed,
    NotGranted,
    NotYours,
    WrongState,
)
from certification.certificates.invariants import invariants
from certification.certificates.marks import on_certificate_changed, on_group_changed
from certification.certificates.reactions import on_case_decided, on_case_reopened, on_lot_recalled
from certification.certificates.register import Search, register_page
from certification.certificates.selectors import (
    certificate,
    certificates_of_case,
    certificates_of_cases,
    certificates_of_groups,
    certificates_of_lot,
    certificates_of_products,
    changes_of,
    reasons_of,
)
from certification.certificates.services.change_state import change_state, expire_due
from certification.certificates.spoken import in_her_language
from certification.certificates.states import (
    REINSTATE_REASONS,
    SUSPEND_REASONS,
    WITHDRAW_REASONS,
    Bearer,
    CertificateState,
    Reason,
)
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "REINSTATE_REASONS",
    "SUSPEND_REASONS",
    "WITHDRAW_REASONS",
    "BadReason",
    "Bearer",
    "Certificate",
    "CertificateRefused",
    "CertificateState",
    "CertificateUnknown",
    "Change",
    "KeyMissing",
    "KeyUsed",
    "NotGranted",
    "NotYours",
    "Reason",
    "ResultLine",
    "Search",
    "WrongState",
    "certificate",
    "certificate_url",
    "certificates_of_case",
    "certificates_of_cases",
    "certificates_of_groups",
    "certificates_of_lot",
    "certificates_of_products",
    "changes_of",
    "expire_due",
    "in_her_language",
    "invariants",
    "live_certificate",
    "load_demo_certificates",
    "on_case_decided",
    "on_case_reopened",
    "on_certificate_changed",
    "on_group_changed",
    "on_lot_recalled",
    "passport_url",
    "pdf_url",
    "reasons_of",
    "register_page",
    "reinstate",
    "suspend",
    "withdraw",
]


def live_certificate(product_id: str, lot_number: str = "") -> Certificate | None:
    """Return the certificate in force today that covers goods, or None. See ``selectors``."""
    return selectors.live_certificate(product_id, lot_number, on=clock.today())


def suspend(
    number: str, reason: str, user: User, key: str, *, words: str = "", now: datetime | None = None
) -> Certificate:
    """
    Suspend a certificate: its goods go off sale, its credential reads as suspended. See ``change_state``.

    ``key`` is made once for the form; ``reason`` is one of ``SUSPEND_REASONS``.

    Raises:
        CertificateUnknown, WrongState, BadReason, NotYours, KeyUsed.
    """
    return selectors.described(
        change_state(
            number=number,
            to=CertificateState.SUSPENDED,
            reason=reason,
            words=words,
            actor=user,
            key=key,
            now=now or clock.now(),
        )
    )


def reinstate(
    number: str, reason: str, user: User, key: str, *, words: str = "", now: datetime | None = None
) -> Certificate:
    """
    Take a suspension back. Blocks that others have put on the goods stay.

    Raises:
        CertificateUnknown, WrongState, BadReason, NotYours, KeyUsed.
    """
    return selectors.described(
        change_state(
            number=number,
            to=CertificateState.VALID,
            reason=reason,
            words=words,
            actor=user,
            key=key,
            now=now or clock.now(),
        )
    )


def withdraw(
    number: str,
    reason: str,
    bearer: str,
    user: User,
    key: str,
    *,
    words: str = "",
    now: datetime | None = None,
) -> Certificate:
    """
    Withdraw a certificate for good; the event says who bears the cost of what is paid back.

    Raises:
        CertificateUnknown, WrongState, BadReason, NotYours, KeyUsed.
    """
    return selectors.described(
        change_state(
            number=number,
            to=CertificateState.WITHDRAWN,
            reason=reason,
            words=words,
            bearer=bearer,
            actor=user,
            key=key,
            now=now or clock.now(),
        )
    )
