"""
What the bank says of transfers, booked: paid with its UTR, failed or come back. From a file, a statement or
by hand, the same rules: the amount to the paisa, a UTR once, a state once. The ledger, the rows, holds and
events change together. By hand, what would make a transfer payable again takes two people: ``by_hand``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.statements import Statement
from jkrlm.people.facade import User, audit
from sellers.payouts.errors import AmountDiffers, BadResult, NotHere, UtrUsed, WrongState
from sellers.payouts.locks import lock_groups
from sellers.payouts.models import Transfer, TransferChange
from sellers.payouts.rules import Result, plain_utr, result_faults, returned_in_error
from sellers.payouts.services.holds import hold_for_account
from sellers.payouts.states import CORRECTIONS, TRANSFER_TRANSITIONS, TransferState

#: One statement for a whole file: ten thousand rows at once.
_SETTLE: Final = Statement(
    "UPDATE payouts_transfer SET state = said.state, settled_on = said.day, utr = said.utr,"
    " reason = said.reason, changed_at = %(now)s::timestamptz"
    " FROM unnest(%(ids)s::bigint[], %(states)s::varchar[], %(days)s::date[], %(utrs)s::varchar[],"
    " %(reasons)s::varchar[]) said (id, state, day, utr, reason)"
    " WHERE payouts_transfer.id = said.id RETURNING 1"
)


def settle_by_statement(*, result: Result, actor: User, now: datetime) -> None:
    """
    Book what a bank's statement says of one transfer. The same result again is no fault: nothing happens.

    Raises:
        NotHere: no such transfer.
        BadResult: a UTR, a day or a reason is missing or malformed; ``field`` names it.
        AmountDiffers, UtrUsed.
        WrongState: not on its way, or settled otherwise.
    """
    result = cleaned(result, now=now)
    with transaction.atomic():
        row = locked(result.reference)
        if is_repeat(row, result):
            return
        fits(row, result)
        refuse_used(row, result)
        book(pairs=[(row, result)], actor=actor, now=now, words="By statement")
        audit(
            actor=actor,
            verb="payout.settle",
            target=f"transfer {row.reference}",
            after={"outcome": result.outcome, "utr": result.utr, "reason": result.reason},
        )


def cleaned(result: Result, *, now: datetime) -> Result:
    """
    Return a result as it is kept.

    Raises:
        BadResult.
    """
    result = Result(
        reference=result.reference.strip().upper(),
        outcome=result.outcome,
        amount=result.amount,
        utr=plain_utr(result.utr),
        settled_on=result.settled_on,
        reason=" ".join(result.reason.split())[:200],
        wrong_account=result.wrong_account,
    )
    faults = result_faults(
        outcome=result.outcome,
        utr=result.utr,
        settled_on=result.settled_on,
        reason=result.reason,
        today=local_date(now),
    )
    if faults:
        column, sentence, remedy = faults[0]
        raise BadResult(f"{sentence} {remedy}", field=column)
    return result


def locked(reference: str) -> Transfer:
    """
    Return a transfer with its batch, locked.

    Raises:
        NotHere.
    """
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("batch")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise NotHere("There is no transfer with this reference.", field="reference")
    return row


def refuse_used(row: Transfer, result: Result) -> None:
    """
    Say whether the UTR is free, or this transfer's.

    Raises:
        UtrUsed.
    """
    other = Transfer.objects.filter(utr=result.utr).exclude(pk=row.pk).first() if result.utr else None
    if other is not None:
        raise UtrUsed(
            f"UTR {result.utr} stands for transfer {other.reference}. Look at the statement again.",
            field="utr",
            params={"reference": other.reference},
        )


def is_repeat(row: Transfer, result: Result) -> bool:
    """
    Return whether the transfer stands as the bank says already. One that came back may carry a UTR of the
    bank's own for the way back, which is not the transfer's: it is not compared.
    """
    is_same_utr = row.utr == result.utr or not result.utr
    return (
        row.state == result.outcome
        and row.amount == result.amount
        and (is_same_utr or result.outcome != TransferState.PAID)
    )


def fits(row: Transfer, result: Result, *, corrects: bool = False) -> None:
    """
    Say whether a transfer may become what the bank says, or what two people say who put it right.

    Raises:
        WrongState, AmountDiffers; BadResult: it was settled before it was sent.
    """
    state = TransferState(row.state)
    if state == result.outcome == TransferState.PAID and row.amount == result.amount:
        raise WrongState(
            f"Transfer {row.reference} is paid already, under UTR {row.utr}.",
            field="utr",
            params={"utr": row.utr},
        )
    allowed = CORRECTIONS.get(state, frozenset()) if corrects else frozenset()
    if result.outcome not in TRANSFER_TRANSITIONS[state] | allowed:
        raise WrongState(
            f"Transfer {row.reference} is “{state.label}”; it cannot become “{result.outcome.label}”.",
            field="outcome",
            params={"state": state.value},
        )
    if row.amount != result.amount:
        raise AmountDiffers(
            f"Transfer {row.reference} is of ₹{row.amount}, not ₹{result.amount}.",
            field="amount",
            params={"amount": str(row.amount)},
        )
    if state == TransferState.PAID and _was_put_right(row):
        raise WrongState(
            f"Transfer {row.reference} came back in the books before and was put right. What is to be done "
            "now is a task for a ledger entry by hand.",
            field="outcome",
        )
    sent_on = row.batch.value_date
    if sent_on is not None and result.settled_on < sent_on:
        raise BadResult(
            f"Transfer {row.reference} was sent on {sent_on:%d %b %Y}, after this day.", field="settled_on"
        )


def book(*, pairs: Sequence[tuple[Transfer, Result]], actor: User, now: datetime, words: str) -> None:
    """
    Book results that fit, of locked transfers; called within a transaction. Rows, ledger, holds and events.

    Raises:
        UtrUsed: somebody has used one at this very moment.
    """
    paid = [(row, result) for row, result in pairs if result.outcome == TransferState.PAID]
    back = [(row, result) for row, result in pairs if result.outcome != TransferState.PAID]
    wrong = [(row, result) for row, result in back if result.wrong_account]
    if wrong:
        lock_groups([row.group_code for row, _ in wrong])
    corrected = [row for row, _ in paid if row.state in CORRECTIONS]
    for row, result in pairs:
        row.state, row.settled_on, row.changed_at = result.outcome, result.settled_on, now
        row.utr = result.utr if result.outcome == TransferState.PAID else row.utr or result.utr
        row.reason = result.reason
    _save([row for row, _ in pairs])
    TransferChange.objects.bulk_create(
        TransferChange(
            transfer=row,
            state=result.outcome,
            at=now,
            actor=actor,
            words=" · ".join(filter(None, (words, result.utr, result.reason)))[:300],
        )
        for row, result in pairs
    )
    _take_back(corrected, now=now)
    known = ledger.booked([ledger.key_of("payout-paid", row.reference) for row in corrected])
    arrived = [
        ledger.PayoutPaid(row.reference, result.utr, result.settled_on)
        for row, result in paid
        if ledger.key_of("payout-paid", row.reference) not in known
    ]
    if arrived:
        ledger.confirm_payouts(arrived)
    if back:
        ledger.return_payouts(
            [ledger.PayoutReturn(row.reference, result.reason, result.settled_on) for row, result in back]
        )
    for row, result in wrong:
        hold_for_account(
            group_code=row.group_code,
            account_id=row.account_id,
            reason=result.reason,
            actor=actor,
            now=now,
        )
    for row, result in pairs:
        _tell(row, result)


def take_out(rows: Sequence[tuple[Transfer, str]], *, actor: User, now: datetime) -> None:
    """
    Take locked transfers that the bank has not heard of out of what is on its way, with why; they are payable
    again. Called within a transaction.
    """
    for row, why in rows:
        row.state, row.changed_at, row.reason = TransferState.DROPPED, now, why[:200]
        row.save(update_fields=("state", "changed_at", "reason"))
        outbox.record("PayoutReturned", {**_of(row), "reason": row.reason, "state": str(row.state)})
    TransferChange.objects.bulk_create(
        TransferChange(
            transfer=row, state=row.state, at=now, actor=actor, words=f"Before the file · {why}"[:300]
        )
        for row, why in rows
    )
    ledger.return_payouts(
        [ledger.PayoutReturn(row.reference, row.reason, local_date(now)) for row, _ in rows]
    )
    audit(
        actor=actor,
        verb="payout.take-out",
        target=f"payout batch {rows[0][0].batch_id}",
        after={"without": [row.reference for row, _ in rows][:1000]},
    )


def _take_back(rows: Sequence[Transfer], *, now: datetime) -> None:
    """Take back that these came back: what is not payable any more, being paid again, is carried as due."""
    for row in rows:
        key = ledger.key_of("payout-return", row.reference)
        ledger.reverse_entry(ledger.Reversal(key, "The bank did pay", local_date(now)))


def _was_put_right(row: Transfer) -> bool:
    """Return whether its coming back was taken back: the books keep one return of a payout."""
    return bool(ledger.booked([returned_in_error(row.reference)]))


def _save(rows: Sequence[Transfer]) -> None:
    try:
        with transaction.atomic():
            _SETTLE.rows(
                ids=[row.pk for row in rows],
                states=[str(row.state) for row in rows],
                days=[row.settled_on for row in rows],
                utrs=[row.utr for row in rows],
                reasons=[row.reason for row in rows],
                now=rows[0].changed_at,
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "payouts_utr_once":
            raise
        raise UtrUsed(
            "A UTR was used for another transfer at this very moment. Look again.", field="utr"
        ) from None


def _tell(row: Transfer, result: Result) -> None:
    said = _of(row)
    if result.outcome == TransferState.PAID:
        outbox.record("PayoutPaid", said)
    else:
        outbox.record("PayoutReturned", {**said, "reason": result.reason, "state": result.outcome.value})


def _of(row: Transfer) -> dict[str, str]:
    return {"group": row.group_code, "reference": row.reference, "amount": str(row.amount), "utr": row.utr}
