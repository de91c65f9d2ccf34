"""The demo's payments: one batch, from what is due to the bank's answer, by its two people of finance."""

import uuid
from typing import Final

from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User
from sellers.payouts.models import Batch, Transfer
from sellers.payouts.rules import Result
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.payouts.services.by_hand import settle_by_hand
from sellers.payouts.services.decide_batch import approve_batch
from sellers.payouts.states import BatchState, TransferState

_KEY: Final = uuid.UUID("5e11e25a-0000-4000-8000-000000000001")


def load_demo_payouts(*, maker: User, checker: User) -> int:
    """
    Pay once what is payable now: all of it arrives but the last, which is on its way. Returns how many were
    paid; nought where the demo has its batch already, or nobody is due.
    """
    with advisory_lock("payouts.load_demo"):
        if Batch.objects.filter(key=_KEY).exists():
            return 0
        now = clock.now()
        batch = build_batch(batch_id=ask_for_batch(key=_KEY, actor=maker, now=now))
        if batch.state != BatchState.READY:
            return 0
        approve_batch(batch_id=batch.pk, actor=checker, now=now, seen_total=batch.total)
        rows = list(Transfer.objects.filter(batch=batch).order_by("row"))
        paid = rows[:-1] or rows
        for row in paid:
            said = Result(
                reference=row.reference,
                outcome=TransferState.PAID,
                amount=row.amount,
                utr=f"DEMON{row.pk:011d}",
                settled_on=clock.local_date(now),
                reason="",
            )
            settle_by_hand(result=said, actor=maker, now=now)
        return len(paid)
