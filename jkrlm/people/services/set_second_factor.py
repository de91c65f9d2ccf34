from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from jkrlm.people.errors import CodeRefused
from jkrlm.people.models import User
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.check_code import matching_step


@transaction.atomic
def set_second_factor(*, user: User, secret: str, code: str, now: datetime) -> tuple[int, list[str]]:
    """
    Take an authenticator app into use, proved by its present code; return its id and new recovery codes.

    The code is used up by it. A person who has an app already keeps that one.

    Raises:
        CodeRefused: the code is not the secret's, or the person has an app.
    """
    step = matching_step(secret, code, now)
    User.objects.select_for_update().get(pk=user.pk)
    if step is None or Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise CodeRefused
    app = TOTP.activate(user, secret).instance
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    audit(actor=user, verb="second-factor.set", target=person(user))
    return app.pk, _new_codes(user)


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """Return ten new recovery codes; the old ones end."""
    User.objects.select_for_update().get(pk=user.pk)
    codes = _new_codes(user)
    audit(actor=user, verb="recovery-codes.renew", target=person(user))
    return codes


def _new_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes
