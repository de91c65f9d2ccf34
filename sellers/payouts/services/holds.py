"""Payments of a group wait, with a reason that the group sees. Who placed a hold does not release it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User, audit
from sellers.payouts.errors import HeldAlready, NotHere, SamePerson, WrongState
from sellers.payouts.locks import lock_groups
from sellers.payouts.models import Hold
from sellers.payouts.selectors.settings import rule
from sellers.payouts.states import HoldKind
from sellers.registry.facade import bank_account, group


def place_hold(*, group_code: str, reason: str, whom_to_ask: str = "", actor: User, now: datetime) -> Hold:
    """
    Hold a group's payments. Without ``whom_to_ask`` it is the rule's.

    Raises:
        GroupUnknown; HeldAlready; WrongState: no reason is given.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise WrongState("Say why: the group reads it.", field="reason")
    known = group(group_code)
    ask = " ".join(whom_to_ask.split())[:200] or rule(clock.local_date(now)).whom_to_ask
    try:
        with transaction.atomic():
            lock_groups([known.code])
            hold = Hold.objects.create(
                group_code=known.code,
                kind=HoldKind.STAFF,
                reason=reason,
                whom_to_ask=ask,
                since=now,
                placed_by=actor,
            )
            _tell(hold)
            audit(
                actor=actor,
                verb="payout.hold",
                target=f"group {known.code}",
                after={"hold": hold.pk, "reason": reason, "whom_to_ask": ask},
            )
    except IntegrityError:
        raise HeldAlready("This group is on hold already.", field="group_code") from None
    return hold


def hold_for_account(
    *, group_code: str, account_id: int, reason: str, actor: User, now: datetime
) -> Hold | None:
    """
    Hold a group whose account the bank found wrong, until another one is in use; None where it is held so,
    or another account is in use already. Called within the transaction that books the result,
    the group being locked.
    """
    current = bank_account(group_code)
    if current is not None and current.id != account_id:
        return None
    hold, is_new = Hold.objects.get_or_create(
        group_code=group_code,
        kind=HoldKind.ACCOUNT,
        released_at=None,
        defaults={
            "reason": f"The bank could not pay into the group's account: {reason}"[:300],
            "whom_to_ask": rule(clock.local_date(now)).whom_to_ask,
            "since": now,
            "account_id": account_id,
        },
    )
    if not is_new:
        return None
    _tell(hold)
    audit(
        actor=actor,
        verb="payout.hold",
        target=f"group {group_code}",
        after={"hold": hold.pk, "reason": hold.reason, "account": account_id},
    )
    return hold


@transaction.atomic
def release_hold(*, hold_id: int, why: str, actor: User, now: datetime) -> Hold:
    """
    End a hold.

    Raises:
        NotHere: no such hold.
        SamePerson: who placed it cannot end it.
        WrongState: it has ended, no reason is given, or it waits for another bank account.
    """
    known = Hold.objects.filter(pk=hold_id).first()
    if known is None:
        raise NotHere("There is no such hold.")
    lock_groups([known.group_code])
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold_id)
    if not hold.is_open:
        raise WrongState("This hold has ended already.")
    if hold.placed_by_id == actor.pk:
        raise SamePerson("Whoever placed a hold cannot end it: ask a second person.")
    why = " ".join(why.split())[:300]
    if not why:
        raise WrongState("Say why it may end.", field="why")
    hold.released_at, hold.released_by, hold.released_why = now, actor, why
    hold.save()
    audit(
        actor=actor,
        verb="payout.release",
        target=f"group {hold.group_code}",
        after={"hold": hold.pk, "why": why},
    )
    return hold


def on_bank_account_changed(event: Event) -> None:
    """Another account of the group is in use: a hold for the former one ends."""
    code = str(event.payload["code"])
    current = bank_account(code)
    if current is None:
        return
    with transaction.atomic():
        held = Hold.objects.select_for_update().filter(
            group_code=code, kind=HoldKind.ACCOUNT, released_at__isnull=True
        )
        for hold in held.exclude(account_id=current.id):
            hold.released_at, hold.released_why = clock.now(), "Another bank account is in use"
            hold.save()
            audit(actor=None, verb="payout.release", target=f"group {code}", after={"hold": hold.pk})


def _tell(hold: Hold) -> None:
    outbox.record(
        "PayoutHeld",
        {
            "group": hold.group_code,
            "reason": hold.reason,
            "whom_to_ask": hold.whom_to_ask,
            "since": hold.since.isoformat(),
        },
    )
