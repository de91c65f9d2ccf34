"""Sign-in by a code that a phone receives. Who asks for a number that nobody has, learns nothing."""

import hmac
import secrets
from datetime import datetime

from django.db import transaction

from jkrlm.kernel.secrets import fingerprint
from jkrlm.people.errors import SmsCodeRefused
from jkrlm.people.models import SignInCode
from jkrlm.people.phones import plain_digits
from jkrlm.people.rules import (
    CODE_DIGITS,
    CODE_LIFE,
    CODE_TRIES,
    CODE_TRIES_PER_NETWORK,
    CODES_PER_NETWORK,
    CODES_PER_PHONE_DAY,
    CODES_PER_PHONE_HOUR,
)
from jkrlm.people.services.count_attempt import count_attempt, give_back
from jkrlm.people.services.send_sms import write_sms
from jkrlm.people.sms.templates import SIGN_IN_CODE


def ask_code(*, phone: str, is_known: bool, language: str, network: str, now: datetime) -> int:
    """
    Send a code; return the row that the asking session keeps, and no other gets.

    The same is counted, written and answered for a number that is not known; nothing is sent to it, and no
    code is right.

    Raises:
        TooManyAttempts: by this network, or for this number.
    """
    count_attempt(CODES_PER_NETWORK, subject=network, now=now)
    count_attempt(CODES_PER_PHONE_HOUR, subject=phone, now=now)
    count_attempt(CODES_PER_PHONE_DAY, subject=phone, now=now)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    with transaction.atomic():
        row = SignInCode.objects.create(phone=phone, created_at=now, expires_at=now + CODE_LIFE)
        hashed = _hashed(row.pk, code)
        row.code_hash = hashed if is_known else ""
        row.save(update_fields=["code_hash"])
        write_sms(
            to=phone,
            template=SIGN_IN_CODE,
            variables=[code if is_known else "······"],
            language=language,
            not_after=row.expires_at,
            withhold=not is_known,
        )
    return row.pk


def check_sms_code(*, code_id: int, typed: str, network: str, now: datetime) -> str:
    """
    Use the code up; return the phone that it proves.

    A try is counted before it is judged, and of two right ones at the same moment one is refused.

    Raises:
        TooManyAttempts: by this network. SmsCodeRefused.
    """
    count_attempt(CODE_TRIES_PER_NETWORK, subject=network, now=now)
    phone = _use(code_id, plain_digits(typed), now)
    if phone is None:
        raise SmsCodeRefused
    give_back(CODE_TRIES_PER_NETWORK, subject=network)
    give_back(CODES_PER_NETWORK, subject=network)
    give_back(CODES_PER_PHONE_HOUR, subject=phone)
    return phone


@transaction.atomic
def _use(code_id: int, code: str, now: datetime) -> str | None:
    row = SignInCode.objects.select_for_update().filter(pk=code_id).first()
    if row is None or row.used_at is not None or now >= row.expires_at or row.tries >= CODE_TRIES:
        return None
    row.tries += 1
    if hmac.compare_digest(row.code_hash.encode(), _hashed(row.pk, code).encode()):
        row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    return row.phone if row.used_at is not None else None


def _hashed(code_id: int, code: str) -> str:
    return fingerprint(f"sign-in-code:{code_id}:{code}")
