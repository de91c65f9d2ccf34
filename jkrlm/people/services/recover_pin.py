"""
A forgotten PIN. She chooses the new one when she asks, and it counts once two people have said that it was
she who asked.

So nobody who holds the shared phone can be quicker than she is: the words of the two are about this request.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jkrlm.people.errors import NotHers, OfficesDiffer, RecoveryClosed
from jkrlm.people.models import MemberPin, Office, PinRecovery, User
from jkrlm.people.rules import RECOVERIES_PER_PERSON, RECOVERY_LIFE, completes
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.count_attempt import count_attempt
from jkrlm.people.services.pins import hashed_pin


def ask_recovery(*, user: User, typed: str, groups: Sequence[str], leads: bool, now: datetime) -> int:
    """
    Keep a new PIN that waits; an older request of hers ends.

    ``groups`` are the codes where people may vouch for her; ``leads``: nobody else leads them.

    Raises:
        BadPin; TooManyAttempts: three a day.
    """
    secret = hashed_pin(user=user, typed=typed)
    count_attempt(RECOVERIES_PER_PERSON, subject=str(user.pk), now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        PinRecovery.objects.filter(user=user, closed_at__isnull=True).update(closed_at=now, secret="")
        recovery = PinRecovery.objects.create(
            user=user,
            secret=secret,
            groups=list(groups),
            needs_leader=not leads,
            asked_at=now,
            expires_at=now + RECOVERY_LIFE,
        )
        audit(actor=None, verb="pin.recovery.ask", target=person(user), after={"recovery": recovery.pk})
    return recovery.pk


@transaction.atomic
def confirm_recovery(*, recovery_id: int, by: User, office: Office, now: datetime) -> bool:
    """
    Say that it is she who asked; return whether this was the second word, and the new PIN counts.

    Then her wrong tries are forgotten and every session of hers ends. Whether ``by`` holds the office for her
    group is the caller's to know.

    Raises:
        RecoveryClosed, NotHers, OfficesDiffer.
    """
    recovery = _open(recovery_id, now)
    if by.pk in (recovery.user_id, recovery.first_by_id):
        raise NotHers
    if recovery.first_by_id is None:
        recovery.first_by, recovery.first_as, recovery.first_at = by, office.value, now
        recovery.save()
        audit(
            actor=by,
            verb="pin.recovery.confirm",
            target=person(recovery.user),
            after={"recovery": recovery.pk, "as": office.value, "word": 1},
            on_behalf_of=recovery.user.name,
        )
        return False
    if not completes(Office(recovery.first_as), office, needs_leader=recovery.needs_leader):
        raise OfficesDiffer
    recovery.second_by, recovery.second_as, recovery.second_at = by, office.value, now
    _take_new_pin(recovery, now)
    audit(
        actor=by,
        verb="pin.recovery.confirm",
        target=person(recovery.user),
        after={"recovery": recovery.pk, "as": office.value, "word": 2},
        on_behalf_of=recovery.user.name,
    )
    return True


@transaction.atomic
def refuse_recovery(*, recovery_id: int, by: User, office: Office, now: datetime) -> None:
    """
    Say that it was not she; nothing changes for her.

    Raises:
        RecoveryClosed, NotHers.
    """
    recovery = _open(recovery_id, now)
    if by.pk == recovery.user_id:
        raise NotHers
    recovery.refused_by, recovery.closed_at, recovery.secret = by, now, ""
    recovery.save()
    audit(
        actor=by,
        verb="pin.recovery.refuse",
        target=person(recovery.user),
        after={"recovery": recovery.pk, "as": office.value},
        on_behalf_of=recovery.user.name,
    )


def _open(recovery_id: int, now: datetime) -> PinRecovery:
    recovery = (
        PinRecovery.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=recovery_id, closed_at__isnull=True)
        .first()
    )
    if recovery is None or now >= recovery.expires_at:
        raise RecoveryClosed
    return recovery


def _take_new_pin(recovery: PinRecovery, now: datetime) -> None:
    MemberPin.objects.update_or_create(
        user=recovery.user, defaults={"secret": recovery.secret, "failed": 0, "set_at": now}
    )
    recovery.closed_at, recovery.secret = now, ""
    recovery.save()
    recovery.user.set_unusable_password()  # each session carries a hash of it
    recovery.user.save(update_fields=["password"])
