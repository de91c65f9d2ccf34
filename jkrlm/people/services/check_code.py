"""The second factor at sign-in: a code of the app, or one of the recovery codes, each good once."""

import hmac
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from jkrlm.people.errors import CodeRefused, CodeUsed
from jkrlm.people.models import User
from jkrlm.people.rules import CODE_PER_PERSON, STEP_SECONDS, STEPS_FORGIVEN
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.count_attempt import count_attempt, give_back


def check_code(*, user: User, code: str, now: datetime) -> None:
    """
    Accept the code and use it up.

    A code of the app is refused once it, or a later one, has been accepted: whoever looked over the
    shoulder cannot repeat it, on whichever process of the web server.

    Raises:
        TooManyAttempts, CodeRefused, CodeUsed.
    """
    subject = str(user.pk)
    count_attempt(CODE_PER_PERSON, subject=subject, now=now)
    try:
        _use(user, code, now)
    except CodeRefused as refusal:
        audit(actor=None, verb="second-factor.failed", target=person(user), after={"reason": refusal.code})
        raise
    give_back(CODE_PER_PERSON, subject=subject)


@transaction.atomic
def _use(user: User, code: str, now: datetime) -> None:
    held = {
        each.type: each for each in Authenticator.objects.select_for_update().filter(user=user).order_by("id")
    }
    app = held.get(Authenticator.Type.TOTP)
    step = matching_step(decrypt(app.data["secret"]), code, now) if app else None
    if app and step is not None:
        if step <= app.data.get("last_step", 0):
            raise CodeUsed
        app.data["last_step"] = step
        app.last_used_at = now
        app.save(update_fields=["data", "last_used_at"])
        return
    spare = held.get(Authenticator.Type.RECOVERY_CODES)
    if not app or not spare or not spare.wrap().validate_code(code):
        raise CodeRefused
    audit(actor=user, verb="recovery-code.use", target=person(user))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is, among the present one and its neighbours (RFC 6238)."""
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - STEPS_FORGIVEN, present + STEPS_FORGIVEN + 1):
        expected = format_hotp_value(hotp_value(secret, step))
        if hmac.compare_digest(expected.encode(), code.encode()):
            return step
    return None
