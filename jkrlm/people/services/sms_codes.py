"""
Proof of a phone or a mailbox by a code that it gets. Who asks for a number that nobody has, learns nothing.

A code is made for one purpose and checked for it: what was asked for at the buyers' door opens nothing at the
sellers'.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from jkrlm.kernel.secrets import fingerprint
from jkrlm.people.errors import SmsCodeRefused
from jkrlm.people.models import CodePurpose, SignInCode
from jkrlm.people.phones import plain_digits
from jkrlm.people.rules import (
    CODE_DIGITS,
    CODE_LIFE,
    CODE_TRIES,
    CODE_TRIES_PER_NETWORK,
    CODES_PER_MAILBOX_DAY,
    CODES_PER_MAILBOX_HOUR,
    CODES_PER_NETWORK,
    CODES_PER_PHONE_DAY,
    CODES_PER_PHONE_HOUR,
)
from jkrlm.people.services.count_attempt import count_attempt, give_back
from jkrlm.people.services.send_letter import CODE_LETTER, write_letter
from jkrlm.people.services.send_sms import write_sms
from jkrlm.people.sms.templates import SIGN_IN_CODE


@dataclass(frozen=True, slots=True)
class Proved:
    """What a right code proves: a phone (E.164) or a mailbox; the other is empty."""

    phone: str
    email: str


def ask_code(
    *,
    phone: str,
    is_known: bool,
    language: str,
    network: str,
    now: datetime,
    purpose: CodePurpose = CodePurpose.SELLER,
) -> int:
    """
    Send a code; return the row that the asking browser keeps, and no other gets.

    The same is counted, written and answered for a number that is not known; nothing is sent to it, and no
    code is right.

    Raises:
        TooManyAttempts: by this network, or for this number.
    """
    count_attempt(CODES_PER_NETWORK, subject=network, now=now)
    count_attempt(CODES_PER_PHONE_HOUR, subject=phone, now=now)
    count_attempt(CODES_PER_PHONE_DAY, subject=phone, now=now)
    with transaction.atomic():
        row, code = _made(purpose, now, phone=phone, is_known=is_known)
        write_sms(
            to=phone,
            template=SIGN_IN_CODE,
            variables=[code if is_known else "······"],
            language=language,
            not_after=row.expires_at,
            withhold=not is_known,
        )
    return row.pk


def ask_email_code(
    *, email: str, language: str, network: str, now: datetime, purpose: CodePurpose = CodePurpose.BUYER
) -> int:
    """
    Send a code to a mailbox, whoever's it is; return the row that the asking browser keeps.

    Raises:
        TooManyAttempts: by this network, or for this mailbox.
    """
    count_attempt(CODES_PER_NETWORK, subject=network, now=now)
    count_attempt(CODES_PER_MAILBOX_HOUR, subject=email, now=now)
    count_attempt(CODES_PER_MAILBOX_DAY, subject=email, now=now)
    with transaction.atomic():
        row, code = _made(purpose, now, email=email)
        with override(language):
            subject = gettext("%(code)s is your code for Umeed") % {"code": code}
            text = gettext(
                "%(code)s is your code for Umeed. It works for 10 minutes. Tell it to nobody, not even "
                "to us. If you did not ask for it, you need do nothing."
            )
        write_letter(
            to=email,
            kind=CODE_LETTER,
            subject=subject,
            text=text % {"code": code},
            language=language,
            not_after=row.expires_at,
        )
    return row.pk


def _made(
    purpose: CodePurpose, now: datetime, *, phone: str = "", email: str = "", is_known: bool = True
) -> tuple[SignInCode, str]:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row = SignInCode.objects.create(
        purpose=purpose, phone=phone, email=email, created_at=now, expires_at=now + CODE_LIFE
    )
    hashed = _hashed(row.pk, code)
    row.code_hash = hashed if is_known else ""
    row.save(update_fields=["code_hash"])
    return row, code


def check_sms_code(*, code_id: int, typed: str, network: str, now: datetime) -> str:
    """
    Use a seller's code up; return the phone that it proves.

    Raises:
        TooManyAttempts: by this network. SmsCodeRefused.
    """
    proved = check_sent_code(
        code_id=code_id, typed=typed, purpose=CodePurpose.SELLER, network=network, now=now
    )
    return proved.phone


def check_sent_code(*, code_id: int, typed: str, purpose: CodePurpose, network: str, now: datetime) -> Proved:
    """
    Use a code up; return what it proves.

    A try is counted before it is judged, and of two right ones at the same moment one is refused.

    Raises:
        TooManyAttempts: by this network. SmsCodeRefused.
    """
    count_attempt(CODE_TRIES_PER_NETWORK, subject=network, now=now)
    proved = _use(code_id, plain_digits(typed), purpose, now)
    if proved is None:
        raise SmsCodeRefused
    give_back(CODE_TRIES_PER_NETWORK, subject=network)
    give_back(CODES_PER_NETWORK, subject=network)
    if proved.phone:
        give_back(CODES_PER_PHONE_HOUR, subject=proved.phone)
    else:
        give_back(CODES_PER_MAILBOX_HOUR, subject=proved.email)
    return proved


@transaction.atomic
def _use(code_id: int, code: str, purpose: CodePurpose, now: datetime) -> Proved | None:
    row = SignInCode.objects.select_for_update().filter(pk=code_id, purpose=purpose).first()
    if row is None or row.used_at is not None or now >= row.expires_at or row.tries >= CODE_TRIES:
        return None
    row.tries += 1
    if hmac.compare_digest(row.code_hash.encode(), _hashed(row.pk, code).encode()):
        row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    return Proved(phone=row.phone, email=row.email) if row.used_at is not None else None


def _hashed(code_id: int, code: str) -> str:
    return fingerprint(f"sign-in-code:{code_id}:{code}")
