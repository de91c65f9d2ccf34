"""A cashier's PIN: only what a tablet needs to check it is kept."""

import hashlib
import secrets
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.db import transaction

import exhibitions.plan.facade as plan
from exhibitions.till.errors import BadPin
from exhibitions.till.models import CashierPin
from exhibitions.till.signing import base64url
from jkrlm.people.facade import User, audit

#: A tablet checks a PIN in a blink; who has stolen its data tries six digits for days (OWASP: 600,000).
ITERATIONS: Final = 600_000
_SHORTEST, _LONGEST = 4, 6


@transaction.atomic
def set_pin(*, exhibition: str, user: User, pin: str, by: User, now: datetime) -> CashierPin:
    """
    Keep a cashier's PIN for an exhibition in place of the one before.

    Raises:
        BadPin: not a cashier of this exhibition, not four to six digits, or one that everybody guesses.
    """
    if user.pk not in {each.user_id for each in plan.cashiers(exhibition)}:
        raise BadPin(f"{user.name} is not among the cashiers of this exhibition.", field="user")
    if not (pin.isascii() and pin.isdigit() and _SHORTEST <= len(pin) <= _LONGEST):
        raise BadPin("A PIN has four to six digits.", field="pin")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise BadPin("Everybody guesses this PIN. Choose another.", field="pin")
    salt = secrets.token_bytes(16)
    made = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, ITERATIONS, 32)
    row, _new = CashierPin.objects.update_or_create(
        exhibition=exhibition,
        user=user,
        defaults={
            "salt": base64url(salt),
            "iterations": ITERATIONS,
            "hash": base64url(made),
            "set_at": now,
            "set_by": by,
            "ended_at": None,
        },
    )
    audit(actor=by, verb="till.pin", target=f"person:{user.pk}", after={"exhibition": exhibition})
    return row


@transaction.atomic
def end_pin(*, exhibition: str, user_id: int, by: User, now: datetime) -> None:
    """Let a cashier sell no more; bills of hers that come later are flagged. Repeatable."""
    ended = CashierPin.objects.filter(exhibition=exhibition, user_id=user_id, ended_at=None).update(
        ended_at=now
    )
    if ended:
        audit(actor=by, verb="till.pin_end", target=f"person:{user_id}", after={"exhibition": exhibition})
