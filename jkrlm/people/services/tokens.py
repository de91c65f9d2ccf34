"""
Tokens for programs at /api/graphql/.

Only who will answer for it makes one, for herself: an administrator who could make one for an officer could
decide in her name. Whoever lets people in may end any. A token is shown once; kept is its digest.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from jkrlm.people.contracts import TokenRow
from jkrlm.people.errors import BadToken, TokenUnknown
from jkrlm.people.models import ApiToken, Role, User
from jkrlm.people.selectors import has_role
from jkrlm.people.services.audit import audit, person

PREFIX: Final = "umt_"
DAYS: Final = (30, 90, 365)
#: Of one person at once.
MOST: Final = 20


@transaction.atomic
def make_token(*, user: User, name: str, days: int, now: datetime) -> str:
    """
    Return a new token of one's own, in plain: this once.

    Raises:
        BadToken: no name, a term that is none of ours, or too many of them.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise BadToken("Say which program it is for.", field="name")
    if days not in DAYS:
        raise BadToken("Choose how long it is good for.", field="days")
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise BadToken(f"You have {MOST} tokens. Revoke one that no program uses.", field="name")
    plain = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=user, name=name, digest=_digest(plain), made_at=now, expires_at=now + timedelta(days=days)
    )
    audit(
        actor=user,
        verb="token.make",
        target=person(user),
        after={"token": made.pk, "name": name, "until": made.expires_at.isoformat()},
    )
    return plain


@transaction.atomic
def revoke_token(*, token_id: int, by: User, now: datetime) -> None:
    """
    End a token; ended already, nothing happens.

    Raises:
        TokenUnknown: there is none, or it is another's and she is no administrator; no difference is told.
    """
    found = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if found is None or (found.user_id != by.pk and not has_role(by, Role.ADMINISTRATOR)):
        raise TokenUnknown
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by = now, by
        found.save(update_fields=("revoked_at", "revoked_by"))
        audit(
            actor=by,
            verb="token.revoke",
            target=f"person {found.user_id}",
            before={"token": found.pk, "name": found.name},
        )


def person_of_token(plain: str, *, now: datetime, today: date) -> User | None:
    """Return whose token this is, where it is in force and she may sign in; a day's first use is noted."""
    if not plain.startswith(PREFIX) or len(plain) > 100:
        return None
    found = ApiToken.objects.select_related("user").filter(digest=_digest(plain)).first()
    if found is None or found.revoked_at is not None or found.expires_at <= now or not found.user.is_active:
        return None
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.user


def tokens(*, user: User | None = None) -> tuple[TokenRow, ...]:
    """Return a person's tokens, or everybody's; the newest first. One query."""
    rows = ApiToken.objects.select_related("user").order_by("-pk")
    if user is not None:
        rows = rows.filter(user=user)
    return tuple(
        TokenRow(
            id=each.pk,
            owner_id=each.user_id,
            owner=each.user.name,
            name=each.name,
            made_at=each.made_at,
            expires_at=each.expires_at,
            last_used_on=each.last_used_on,
            revoked_at=each.revoked_at,
        )
        for each in rows[:500]
    )


def end_tokens(user: User, *, now: datetime) -> None:
    """End all of a person's tokens, in the caller's transaction, whose audit tells it."""
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def _digest(plain: str) -> str:
    """256 random bits need no salt and no stretching."""
    return hashlib.sha256(plain.encode()).hexdigest()
