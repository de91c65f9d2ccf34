"""
A bank's result file: taken in and checked as a whole, then applied as a whole. With one fault nothing of it
is applied; the same file a second time leads to the first.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User, audit
from sellers.payouts.errors import NotHere, SameFile, WrongState
from sellers.payouts.models import ResultFault, ResultFile, ResultRow, Transfer
from sellers.payouts.result_file import Fault, read_results
from sellers.payouts.rules import Result
from sellers.payouts.selectors.settings import bank_format
from sellers.payouts.services.settle import book, fits, is_repeat
from sellers.payouts.states import RESULT_TRANSITIONS, Direction, ResultState, TransferState

FAULTS_MOST: Final = 5000
_COLUMNS: Final = {
    "reference": "Reference",
    "outcome": "Status",
    "amount": "Amount",
    "utr": "UTR",
    "settled_on": "Date",
}
_REMEDIES: Final = {
    "outcome": "Compare with the batch's page; take the row out if it is of another day's file.",
    "amount": "Compare with the batch's page, and ask the bank.",
    "utr": "Compare with the statement: one of the two transfers has another UTR.",
    "settled_on": "Correct the date, or look whether the row is of another transfer.",
}

_Rows = Sequence[tuple[int, Result]]


def take_result_file(
    *, name: str, content: bytes, format_slug: str, actor: User, now: datetime
) -> ResultFile:
    """
    Check a file and keep what it says: READY to be applied, or FAULTY with every fault.

    Raises:
        SameFile: this very file is ready or was applied; ``params`` has its number.
        UnreadableFile, FormatUnknown.
    """
    digest = hashlib.sha256(content).hexdigest()
    _refuse_known(digest)
    chosen = bank_format(format_slug, Direction.IN, local_date(now))
    read = read_results(chosen.spec, content, local_date(now))
    _, faults = _checked(read.rows, lock=False)
    faults = sorted([*read.faults, *faults], key=lambda fault: fault.row)
    state = ResultState.FAULTY if faults else ResultState.READY
    try:
        with transaction.atomic():
            taken = ResultFile.objects.create(
                name=name[-200:],
                digest=digest,
                format_slug=format_slug,
                state=state,
                taken_by=actor,
                taken_at=now,
                rows=len(read.rows),
                faults=len(faults),
            )
            _keep_faults(taken, faults)
            if not faults:
                _keep_rows(taken, read.rows)
            audit(
                actor=actor,
                verb="payout.result-file",
                target=f"payout result {taken.pk}",
                after={"file": name, "sha256": digest, "state": state.value, "faults": len(faults)},
            )
    except IntegrityError:
        _refuse_known(digest)
        raise
    return taken


def apply_result_file(*, result_id: int, actor: User, now: datetime) -> ResultFile:
    """
    Book every row, or none. One that was applied is returned as it is: nothing happens twice.

    Where transfers have changed since it was checked, it becomes FAULTY, with what differs.

    Raises:
        NotHere: no such file; WrongState: it has faults, or was discarded.
    """
    with transaction.atomic():
        taken = _locked(result_id)
        if taken.state == ResultState.APPLIED:
            return taken
        _may(taken, ResultState.APPLIED)
        rows = [
            (
                line.row,
                Result(
                    reference=line.reference,
                    outcome=TransferState(line.outcome),
                    amount=line.amount,
                    utr=line.utr,
                    settled_on=line.settled_on,
                    reason=line.reason,
                    wrong_account=line.wrong_account,
                ),
            )
            for line in ResultRow.objects.filter(result=taken).order_by("row")
        ]
        pairs, faults = _checked(rows, lock=True)
        if faults:
            _keep_faults(taken, faults)
            taken.state, taken.faults = ResultState.FAULTY, len(faults)
            taken.save()
            return taken
        if pairs:
            book(pairs=pairs, actor=actor, now=now, words=f"File {taken.pk}")
        taken.state, taken.applied_by, taken.applied_at = ResultState.APPLIED, actor, now
        taken.save()
        audit(
            actor=actor,
            verb="payout.apply-result",
            target=f"payout result {taken.pk}",
            after={"rows": taken.rows, "booked": len(pairs)},
        )
    return taken


@transaction.atomic
def discard_result_file(*, result_id: int, actor: User) -> ResultFile:
    """
    Give a file up that is not applied.

    Raises:
        NotHere; WrongState: it is applied, or discarded.
    """
    taken = _locked(result_id)
    _may(taken, ResultState.DISCARDED)
    taken.state = ResultState.DISCARDED
    taken.save()
    audit(actor=actor, verb="payout.discard-result", target=f"payout result {taken.pk}")
    return taken


def _checked(rows: _Rows, *, lock: bool) -> tuple[list[tuple[Transfer, Result]], list[Fault]]:
    """Return the rows that change something with their transfers, and what cannot be."""
    found = Transfer.objects.select_related("batch").filter(
        reference__in=[result.reference for _, result in rows]
    )
    if lock:
        found = found.select_for_update(of=("self",)).order_by("id")
    transfers = {row.reference: row for row in found}
    stand_for = dict(
        Transfer.objects.filter(utr__in={result.utr for _, result in rows if result.utr}).values_list(
            "utr", "reference"
        )
    )
    pairs: list[tuple[Transfer, Result]] = []
    faults: list[Fault] = []
    named: dict[str, int] = {}
    utrs: dict[str, int] = {}
    for number, result in rows:
        fault = _fault(number, result, transfers.get(result.reference), stand_for, named, utrs)
        named.setdefault(result.reference, number)
        if result.utr:
            utrs.setdefault(result.utr, number)
        if fault is not None:
            faults.append(fault)
            continue
        row = transfers[result.reference]
        if not is_repeat(row, result):
            pairs.append((row, result))
    return pairs, faults


def _fault(
    number: int,
    result: Result,
    row: Transfer | None,
    stand_for: dict[str, str],
    named: dict[str, int],
    utrs: dict[str, int],
) -> Fault | None:
    def of(column: str, value: object, sentence: str, remedy: str) -> Fault:
        return Fault(number, _COLUMNS[column], str(value)[:200], sentence[:300], remedy)

    if row is None:
        return of(
            "reference",
            result.reference,
            "There is no transfer with this reference.",
            "Look whether the file is of another account; take the row out if it is not ours.",
        )
    if result.reference in named:
        return of(
            "reference",
            result.reference,
            f"Row {named[result.reference]} speaks of this transfer already.",
            "Take one of the two rows out.",
        )
    if result.utr and result.utr in utrs:
        return of("utr", result.utr, f"Row {utrs[result.utr]} has the same UTR.", _REMEDIES["utr"])
    used_by = stand_for.get(result.utr, row.reference)
    if used_by != row.reference:
        return of(
            "utr",
            result.utr,
            f"This UTR was used before: it stands for transfer {used_by}.",
            _REMEDIES["utr"],
        )
    if is_repeat(row, result):
        return None
    try:
        fits(row, result)
    except DomainError as refusal:
        column = refusal.field or "outcome"
        values = {"amount": result.amount, "settled_on": result.settled_on, "utr": result.utr}
        return of(column, values.get(column, result.outcome.value), refusal.message, _REMEDIES[column])
    return None


def _keep_rows(taken: ResultFile, rows: _Rows) -> None:
    ResultRow.objects.bulk_create(
        [
            ResultRow(
                result=taken,
                row=number,
                reference=result.reference,
                outcome=result.outcome,
                amount=result.amount,
                utr=result.utr,
                settled_on=result.settled_on,
                reason=result.reason,
                wrong_account=result.wrong_account,
            )
            for number, result in rows
        ],
        batch_size=1000,
    )


def _keep_faults(taken: ResultFile, faults: Sequence[Fault]) -> None:
    ResultFault.objects.bulk_create(
        [
            ResultFault(
                result=taken,
                row=fault.row,
                column=fault.column,
                value=fault.value,
                sentence=fault.sentence,
                remedy=fault.remedy,
            )
            for fault in faults[:FAULTS_MOST]
        ],
        batch_size=1000,
    )


def _refuse_known(digest: str) -> None:
    known = ResultFile.objects.filter(
        digest=digest, state__in=(ResultState.READY, ResultState.APPLIED)
    ).first()
    if known is not None:
        raise SameFile(
            f"This very file came before, as “{known.name}”; nothing was done. This is what became of it.",
            field="file",
            params={"result": known.pk},
        )


def _locked(result_id: int) -> ResultFile:
    taken = ResultFile.objects.select_for_update(of=("self",)).filter(pk=result_id).first()
    if taken is None:
        raise NotHere("There is no such file.")
    return taken


def _may(taken: ResultFile, to: ResultState) -> None:
    state = ResultState(taken.state)
    if to not in RESULT_TRANSITIONS[state]:
        raise WrongState(f"This file is “{state.label}”; nothing was changed.", params={"state": state.value})
