"""The door of people."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jkrlm.people.access import for_roles
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.contracts import AuditRow, PinState, RecoveryRow, SmsRow
from jkrlm.people.errors import (
    BadPhone,
    BadPin,
    NotHers,
    OfficesDiffer,
    PinLocked,
    PinSet,
    RecoveryClosed,
    SmsCodeRefused,
    TooManyAttempts,
    WrongPin,
)
from jkrlm.people.models import Office, Role, RoleGrant, User
from jkrlm.people.network import network_of
from jkrlm.people.phone_sessions import (
    TrustedPhone,
    is_unlocked_with_pin,
    lock,
    seen,
    signed_in_by_phone,
    trust_phone,
    trusted_phone,
    unlock,
)
from jkrlm.people.phones import mobile_number, plain_digits, shown
from jkrlm.people.rules import STAFF_ROLES, Limit, completes
from jkrlm.people.selectors import (
    audit_trail,
    has_role,
    languages_of,
    open_recoveries,
    pin_state,
    sms_messages,
)
from jkrlm.people.services.audit import audit
from jkrlm.people.services.count_attempt import count_attempt
from jkrlm.people.services.pins import check_pin, set_first_pin
from jkrlm.people.services.recover_pin import ask_recovery, confirm_recovery, refuse_recovery
from jkrlm.people.services.sellers import keep_seller_roles, seller_user
from jkrlm.people.services.send_sms import on_sms_written, write_sms
from jkrlm.people.services.sms_codes import ask_code, check_sms_code
from jkrlm.people.sms.templates import ACTS_FOR_YOU, NEW_PIN_ASKED, NEW_PIN_SET

__all__ = [
    "ACTS_FOR_YOU",
    "NEW_PIN_ASKED",
    "NEW_PIN_SET",
    "STAFF_ROLES",
    "AuditRow",
    "BadPhone",
    "BadPin",
    "Limit",
    "NotHers",
    "Office",
    "OfficesDiffer",
    "PinLocked",
    "PinSet",
    "PinState",
    "RecoveryClosed",
    "RecoveryRow",
    "Role",
    "SmsCodeRefused",
    "SmsRow",
    "TooManyAttempts",
    "TrustedPhone",
    "User",
    "WrongPin",
    "ask_code",
    "ask_recovery",
    "audit",
    "audit_trail",
    "check_pin",
    "check_sms_code",
    "completes",
    "confirm_recovery",
    "count_attempt",
    "for_roles",
    "grant_role",
    "has_role",
    "is_unlocked_with_pin",
    "keep_seller_roles",
    "languages_of",
    "lock",
    "mobile_number",
    "network_of",
    "on_sms_written",
    "open_recoveries",
    "pin_state",
    "plain_digits",
    "refuse_recovery",
    "seen",
    "seller_user",
    "set_first_pin",
    "shown",
    "sign_in_to_demo",
    "signed_in_by_phone",
    "sms_messages",
    "trust_phone",
    "trusted_phone",
    "unlock",
    "write_sms",
]


def grant_role(user: User, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)


def sign_in_to_demo(request: HttpRequest, user: User) -> None:
    """
    Sign a demo person in without password or second factor; the session is void outside demo mode.

    Raises:
        PermissionDenied: this is no demo.
    """
    if not settings.DEMO:
        raise PermissionDenied
    logout(request)
    login(request, user, backend=DEMO_BACKEND)
