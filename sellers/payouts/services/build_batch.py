"""
A maker asks for a batch, a task builds it: what is due clears first, then each group is judged and its amount
and account are frozen. Begun again after a crash, it starts from nothing.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Sum

import sellers.orders.facade as orders
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User, audit
from sellers.payouts.errors import BatchUnderway, NotHere
from sellers.payouts.models import Batch, LeftOut, Transfer, TransferChange
from sellers.payouts.rules import reference
from sellers.payouts.selectors.payable import NotPaid, ToPay, balances, judged
from sellers.payouts.selectors.settings import rule
from sellers.payouts.states import UNDECIDED, BatchState, LeftOutReason

#: Rows are written, and told as progress, by so many.
CHUNK: Final = 1000


def ask_for_batch(*, key: uuid.UUID, actor: User, now: datetime) -> int:
    """
    Open a batch for the worker to build; return its number. The same ``key`` again is the same batch.

    Raises:
        BatchUnderway: another one is not decided on yet; ``params`` has its number.
    """
    minimum = rule(clock.local_date(now)).minimum
    known = Batch.objects.filter(key=key).first()
    if known is not None:
        return known.pk
    try:
        with transaction.atomic():
            made = Batch.objects.create(key=key, built_by=actor, asked_at=now, moved_at=now, minimum=minimum)
            audit(actor=actor, verb="payout.build", target=f"payout batch {made.pk}")
    except IntegrityError:
        other = Batch.objects.filter(state__in=UNDECIDED).first()
        if other is None or other.key == key:
            known = Batch.objects.filter(key=key).first()
            if known is None:
                raise
            return known.pk
        raise BatchUnderway(
            f"Batch {other.pk} is not decided on yet. Approve it or send it back first.",
            params={"batch": other.pk},
        ) from None
    return made.pk


def build_batch(*, batch_id: int) -> Batch:
    """
    Build a batch that was asked for; one that is built already is returned as it is.

    Raises:
        NotHere: no such batch.
    """
    with advisory_lock(f"payouts.build:{batch_id}"):
        batch = Batch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise NotHere("There is no such batch.")
        if batch.state != BatchState.BUILDING:
            return batch
        orders.clear_due_shares()
        _start_over(batch)
        _name_uncleared(batch)
        _write_rows(batch)
        return _finish(batch)


@transaction.atomic
def _start_over(batch: Batch) -> None:
    Transfer.objects.filter(batch=batch).delete()
    LeftOut.objects.filter(batch=batch).delete()
    Batch.objects.filter(pk=batch.pk).update(rows_done=0, rows_total=len(balances()), moved_at=clock.now())


def _name_uncleared(batch: Batch) -> None:
    """What is due and does not clear stands beside the batch; the others are paid."""
    LeftOut.objects.bulk_create(
        LeftOut(
            batch=batch,
            seller=each.code[:120],
            name=f"Share of order {each.order}"[:120],
            amount=each.held.amount,
            reason=LeftOutReason.NOT_CLEARED,
        )
        for each in orders.uncleared_shares()
    )


def _write_rows(batch: Batch) -> None:
    done, row = 0, 0
    most = rule(clock.local_date(batch.asked_at)).rows_most
    paid: list[ToPay] = []
    left: list[NotPaid] = []

    def flush() -> None:
        nonlocal done, row
        row = _keep(batch, paid, left, row)
        done += len(paid) + len(left)
        Batch.objects.filter(pk=batch.pk).update(rows_done=done, moved_at=clock.now())
        paid.clear()
        left.clear()

    for each in judged(batch.minimum):
        if isinstance(each, ToPay) and row + len(paid) < most:
            paid.append(each)
        elif isinstance(each, ToPay):
            left.append(_for_the_next(each))
        else:
            left.append(each)
        if len(paid) + len(left) >= CHUNK:
            flush()
    flush()


def _for_the_next(each: ToPay) -> NotPaid:
    return NotPaid(each.group_code, each.group_name, each.district, each.amount, LeftOutReason.FULL)


@transaction.atomic
def _keep(batch: Batch, paid: Sequence[ToPay], left: Sequence[NotPaid], row: int) -> int:
    """Write a chunk; return the number of the last transfer."""
    now = clock.now()
    Transfer.objects.bulk_create(
        Transfer(
            batch=batch,
            row=at,
            reference=reference(batch.pk, at),
            group_code=each.group_code,
            group_name=each.group_name,
            district=each.district,
            amount=each.amount,
            account_id=each.account.id,
            ifsc=each.account.ifsc,
            bank=each.account.bank[:120],
            holder_name=each.account.holder_name,
            last_four=each.account.last_four,
            changed_at=now,
        )
        for at, each in enumerate(paid, row + 1)
    )
    LeftOut.objects.bulk_create(
        LeftOut(
            batch=batch,
            seller=each.seller,
            name=each.name,
            district=each.district,
            amount=each.amount,
            reason=each.reason,
            detail=each.detail,
        )
        for each in left
    )
    return row + len(paid)


@transaction.atomic
def _finish(batch: Batch) -> Batch:
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    rows = Transfer.objects.filter(batch=held)
    held.count = rows.count()
    held.total = rows.aggregate(total=Sum("amount"))["total"] or 0
    held.left_out = LeftOut.objects.filter(batch=held).count()
    held.state = BatchState.READY if held.count else BatchState.EMPTY
    held.built_at = held.moved_at = clock.now()
    held.save()
    TransferChange.objects.bulk_create(
        TransferChange(transfer_id=pk, state="planned", at=held.built_at, actor_id=held.built_by_id, words="")
        for pk in rows.order_by("id").values_list("id", flat=True)
    )
    audit(
        actor=held.built_by,
        verb="payout.built",
        target=f"payout batch {held.pk}",
        after={"state": held.state, "count": held.count, "total": str(held.total), "left_out": held.left_out},
    )
    return held
