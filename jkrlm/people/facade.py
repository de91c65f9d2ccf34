"""The door of people."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jkrlm.people.access import for_roles, proven_roles, signed_in
from jkrlm.people.acts import done
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.contracts import AuditRow, LetterRow, PinState, RecoveryRow, SmsRow, TokenRow
from jkrlm.people.errors import (
    BadLeave,
    BadPhone,
    BadPin,
    BadToken,
    LastAdministrator,
    NotHers,
    NotYourself,
    OfficesDiffer,
    PersonKnown,
    PersonUnknown,
    PinLocked,
    PinSet,
    RecoveryClosed,
    RoleNotHeld,
    SmsCodeRefused,
    TokenUnknown,
    TooManyAttempts,
    WrongPin,
)
from jkrlm.people.figures import FIGURES
from jkrlm.people.models import NO_BUYERS_MAILBOX, CodePurpose, Office, Role, RoleGrant, User
from jkrlm.people.network import network_of
from jkrlm.people.personal_data import PERSONAL_DATA, forget_buyer
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
from jkrlm.people.rules import (
    API_PER_NETWORK,
    API_PER_TOKEN,
    API_WRONG_TOKENS,
    STAFF_ROLES,
    Limit,
    completes,
)
from jkrlm.people.selectors import (
    audit_trail,
    has_role,
    languages_of,
    letters,
    names_of,
    open_recoveries,
    pin_state,
    roles_of,
    sms_messages,
)
from jkrlm.people.services.audit import audit
from jkrlm.people.services.count_attempt import count_attempt, give_back
from jkrlm.people.services.leave import deputies, end_leave, take_leave
from jkrlm.people.services.pins import check_pin, set_first_pin
from jkrlm.people.services.recover_pin import ask_recovery, confirm_recovery, refuse_recovery
from jkrlm.people.services.sellers import keep_seller_roles, seller_user
from jkrlm.people.services.send_letter import LAST_LETTER, on_letter_written, write_letter
from jkrlm.people.services.send_sms import on_sms_written, write_sms
from jkrlm.people.services.sms_codes import Proved, ask_code, ask_email_code, check_sent_code, check_sms_code
from jkrlm.people.services.staff import add_staff, remove_staff, reset_staff, revoke_role
from jkrlm.people.services.tokens import DAYS as TOKEN_DAYS
from jkrlm.people.services.tokens import make_token, person_of_token, revoke_token, tokens
from jkrlm.people.sms.base import has_whatsapp
from jkrlm.people.sms.templates import (
    ACCOUNT_CHANGES,
    ACTS_FOR_YOU,
    CASE_GRANTED,
    CASE_INCOMPLETE,
    CASE_REFUSED,
    CASE_REOPENED,
    CASE_RETURNED,
    CERTIFICATE_REINSTATED,
    CERTIFICATE_SUSPENDED,
    CERTIFICATE_WITHDRAWN,
    ENQUIRY_ANSWERED,
    FAIR_CANCELLED,
    FAIR_DAYS,
    GOODS_SENT_BACK,
    GRIEVANCE_NEWS,
    GRIEVANCE_TAKEN,
    NEW_PIN_ASKED,
    NEW_PIN_SET,
    ORDER_PLACED,
    ORDER_UNANSWERED,
    PARCEL_BACK,
    PARCEL_LATE,
    PAYOUT_PAID,
    PAYOUT_RETURNED,
    PROMISE_MOVED,
    QUESTION_ANSWERED,
    STALL_ALLOTTED,
    STALL_OFFERED,
    STALL_RECEIPT,
    STALLS_CALLED,
)
from jkrlm.people.staff_roll import AuditFound, AuditSearch, Colleague, Leave, audit_search, colleagues

__all__ = [
    "ACCOUNT_CHANGES",
    "ACTS_FOR_YOU",
    "API_PER_NETWORK",
    "API_PER_TOKEN",
    "API_WRONG_TOKENS",
    "CASE_GRANTED",
    "CASE_INCOMPLETE",
    "CASE_REFUSED",
    "CASE_REOPENED",
    "CASE_RETURNED",
    "CERTIFICATE_REINSTATED",
    "CERTIFICATE_SUSPENDED",
    "CERTIFICATE_WITHDRAWN",
    "ENQUIRY_ANSWERED",
    "FAIR_CANCELLED",
    "FAIR_DAYS",
    "FIGURES",
    "GOODS_SENT_BACK",
    "GRIEVANCE_NEWS",
    "GRIEVANCE_TAKEN",
    "LAST_LETTER",
    "NEW_PIN_ASKED",
    "NEW_PIN_SET",
    "NO_BUYERS_MAILBOX",
    "ORDER_PLACED",
    "ORDER_UNANSWERED",
    "PARCEL_BACK",
    "PARCEL_LATE",
    "PAYOUT_PAID",
    "PAYOUT_RETURNED",
    "PERSONAL_DATA",
    "PROMISE_MOVED",
    "QUESTION_ANSWERED",
    "STAFF_ROLES",
    "STALLS_CALLED",
    "STALL_ALLOTTED",
    "STALL_OFFERED",
    "STALL_RECEIPT",
    "TOKEN_DAYS",
    "AuditFound",
    "AuditRow",
    "AuditSearch",
    "BadLeave",
    "BadPhone",
    "BadPin",
    "BadToken",
    "CodePurpose",
    "Colleague",
    "LastAdministrator",
    "Leave",
    "LetterRow",
    "Limit",
    "NotHers",
    "NotYourself",
    "Office",
    "OfficesDiffer",
    "PersonKnown",
    "PersonUnknown",
    "PinLocked",
    "PinSet",
    "PinState",
    "Proved",
    "RecoveryClosed",
    "RecoveryRow",
    "Role",
    "RoleNotHeld",
    "SmsCodeRefused",
    "SmsRow",
    "TokenRow",
    "TokenUnknown",
    "TooManyAttempts",
    "TrustedPhone",
    "User",
    "WrongPin",
    "add_staff",
    "ask_code",
    "ask_email_code",
    "ask_recovery",
    "audit",
    "audit_search",
    "audit_trail",
    "check_pin",
    "check_sent_code",
    "check_sms_code",
    "colleagues",
    "completes",
    "confirm_recovery",
    "count_attempt",
    "deputies",
    "done",
    "end_leave",
    "for_roles",
    "forget_buyer",
    "give_back",
    "grant_role",
    "has_role",
    "has_whatsapp",
    "is_unlocked_with_pin",
    "keep_seller_roles",
    "languages_of",
    "letters",
    "lock",
    "make_token",
    "mobile_number",
    "names_of",
    "network_of",
    "on_letter_written",
    "on_sms_written",
    "open_recoveries",
    "person_of_token",
    "pin_state",
    "plain_digits",
    "proven_roles",
    "refuse_recovery",
    "remove_staff",
    "reset_staff",
    "revoke_role",
    "revoke_token",
    "roles_of",
    "seen",
    "seller_user",
    "set_first_pin",
    "shown",
    "sign_in_to_demo",
    "signed_in",
    "signed_in_by_phone",
    "sms_messages",
    "take_leave",
    "tokens",
    "trust_phone",
    "trusted_phone",
    "unlock",
    "write_letter",
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
