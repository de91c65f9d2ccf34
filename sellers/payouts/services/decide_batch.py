"""
The checker's word on a batch. Approved, it stands in the ledger as sent in the same transaction; of two
checkers at one moment one decides, and the other is told who did.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit
from sellers.payouts.errors import ChangedSince, NotHere, SamePerson, WrongState
from sellers.payouts.locks import lock_groups
from sellers.payouts.models import Batch, Transfer, TransferChange
from sellers.payouts.selectors.payable import ToPay, judged
from sellers.payouts.states import BATCH_TRANSITIONS, BatchState, TransferState
from sellers.registry.facade import keep_bank_accounts

NAMED_MAX: Final = 20


def changed_since(batch: Batch) -> dict[str, str]:
    """
    Return what is not as it was when the batch was built: reference -> why, in words.

    A refund took from what was payable, a hold was placed, another account came into use.
    """
    planned = list(Transfer.objects.filter(batch=batch, state=TransferState.PLANNED).order_by("row"))
    now_is = {
        each.group_code if isinstance(each, ToPay) else each.seller: each
        for each in judged(Decimal(0), [row.group_code for row in planned])
    }
    changed = {}
    for row in planned:
        each = now_is.get(row.group_code)
        if each is None:
            changed[row.reference] = "Nothing is payable any more"
        elif not isinstance(each, ToPay):
            changed[row.reference] = " · ".join(filter(None, (each.reason.label, each.detail)))
        elif each.amount < row.amount:
            changed[row.reference] = f"Only ₹{each.amount} is payable now"
        elif each.account.id != row.account_id:
            changed[row.reference] = f"Another account is in use: … {each.account.last_four}"
    return changed


def approve_batch(
    *, batch_id: int, actor: User, now: datetime, seen_total: Decimal, without: Collection[str] = ()
) -> Batch:
    """
    Approve what the checker has seen: ``seen_total`` is of the batch as built. Rows that have changed since
    then are left ``without``, and must all be named.

    Raises:
        NotHere: no such batch.
        SamePerson: who built it cannot approve it.
        WrongState: it is not waiting; somebody else may have decided a moment ago.
        ChangedSince: another total, or rows changed that are not left out.
        PayoutTooLarge: a refund came in at this very moment; look again.
    """
    with transaction.atomic():
        batch = _locked(batch_id, actor, BatchState.APPROVED)
        if batch.total != seen_total:
            raise ChangedSince("The batch's total is another one than you have seen. Look again.")
        lock_groups(Transfer.objects.filter(batch=batch).values_list("group_code", flat=True))
        # An account that is being changed at this moment is waited for, then seen; later ones wait for us.
        keep_bank_accounts(Transfer.objects.filter(batch=batch).values_list("account_id", flat=True))
        changed = changed_since(batch)
        missed = sorted(set(changed) - set(without))
        if missed:
            named = ", ".join(missed[:NAMED_MAX])
            raise ChangedSince(
                f"{len(missed)} rows have changed since the batch was built: {named}. "
                "Look at them, then approve without them or send the batch back.",
                params={"references": missed},
            )
        unknown = sorted(set(without) - set(changed))
        if unknown:
            raise ChangedSince(
                f"These rows have not changed and cannot be left out: {', '.join(unknown[:NAMED_MAX])}.",
                params={"references": unknown},
            )
        if changed:
            _drop(batch, changed, actor=actor, now=now)
        rows = list(Transfer.objects.filter(batch=batch, state=TransferState.PLANNED).order_by("row"))
        if not rows:
            raise WrongState("No row of this batch can be paid any more. Send it back.")
        ledger.send_payouts(
            [
                ledger.Payout(
                    reference=row.reference,
                    seller=row.group_code,
                    amount=Money(row.amount, "INR"),
                    occurred_on=local_date(now),
                )
                for row in rows
            ]
        )
        _move_rows(rows, TransferState.SENT, actor=actor, now=now)
        batch.count, batch.total = len(rows), sum((row.amount for row in rows), Decimal(0))
        _decide(batch, BatchState.APPROVED, actor=actor, now=now)
        audit(
            actor=actor,
            verb="payout.approve",
            target=f"payout batch {batch.pk}",
            after={"count": batch.count, "total": str(batch.total), "without": sorted(changed)[:1000]},
        )
    return batch


@transaction.atomic
def send_back(*, batch_id: int, actor: User, now: datetime, why: str) -> Batch:
    """
    Send a batch back, with the reason; its rows are not sent, and the groups are in the next one.

    Raises:
        NotHere, SamePerson, WrongState: as for the approval; WrongState also where no reason is given.
    """
    batch = _locked(batch_id, actor, BatchState.SENT_BACK)
    why = " ".join(why.split())[:300]
    if not why:
        raise WrongState("Say why, so that the maker knows what to mend.", field="why")
    rows = list(Transfer.objects.filter(batch=batch, state=TransferState.PLANNED).order_by("row"))
    _move_rows(rows, TransferState.DROPPED, actor=actor, now=now, words=why)
    batch.why = why
    batch.count, batch.total = 0, Decimal(0)
    _decide(batch, BatchState.SENT_BACK, actor=actor, now=now)
    audit(actor=actor, verb="payout.send-back", target=f"payout batch {batch.pk}", after={"why": why})
    return batch


def _locked(batch_id: int, actor: User, to: BatchState) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotHere("There is no such batch.")
    if batch.built_by_id == actor.pk:
        raise SamePerson("Whoever built a batch cannot decide on it: ask a second person.")
    if to not in BATCH_TRANSITIONS[BatchState(batch.state)]:
        by = f" by {batch.decided_by.name}" if batch.decided_by is not None else ""
        raise WrongState(
            f"This batch is “{BatchState(batch.state).label}”{by}; nothing was changed.",
            params={"state": batch.state},
        )
    return batch


def _decide(batch: Batch, to: BatchState, *, actor: User, now: datetime) -> None:
    batch.state, batch.decided_by, batch.decided_at, batch.moved_at = to, actor, now, now
    batch.save()


def _drop(batch: Batch, changed: dict[str, str], *, actor: User, now: datetime) -> None:
    for row in Transfer.objects.filter(batch=batch, reference__in=changed).order_by("row"):
        _move_rows([row], TransferState.DROPPED, actor=actor, now=now, words=changed[row.reference])


def _move_rows(
    rows: list[Transfer], to: TransferState, *, actor: User, now: datetime, words: str = ""
) -> None:
    reason = words[:200]
    Transfer.objects.filter(pk__in=[row.pk for row in rows], state=TransferState.PLANNED).update(
        state=to, changed_at=now, reason=reason
    )
    TransferChange.objects.bulk_create(
        TransferChange(transfer=row, state=to, at=now, actor=actor, words=words[:300]) for row in rows
    )
