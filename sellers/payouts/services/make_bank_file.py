"""
The file for the bank, of an approved batch. Account numbers are opened for it, which the registry writes into
the audit; the file itself is not kept. Made again it is the same bytes, or nothing is given out.

The first time, holds and accounts are looked at once more: a row that may not be paid as it was approved is
taken out, and payable again.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit
from sellers.payouts.bank_file import FileHead, FileRow, file_name, rendered
from sellers.payouts.errors import ChangedSince, NotHere, WrongState
from sellers.payouts.locks import lock_groups
from sellers.payouts.models import BankFile, Batch, Transfer
from sellers.payouts.selectors.payable import no_longer
from sellers.payouts.selectors.settings import bank_format
from sellers.payouts.services.settle import take_out
from sellers.payouts.states import BatchState, Direction, TransferState
from sellers.registry.facade import account_numbers


@dataclass(frozen=True, slots=True)
class MadeFile:
    name: str
    content: bytes
    sha256: str


def make_bank_file(*, batch_id: int, format_slug: str, actor: User, now: datetime) -> MadeFile:
    """
    Return the batch's file. A batch has one, in the format in which it was made first.

    Raises:
        NotHere: no such batch; WrongState: it is not approved, its file has another format, or none of its
            rows may be paid any more.
        FormatUnknown: no such format is in force.
        ChangedSince: the bytes are not those of the first time; nothing is given out.
    """
    made = _made(batch_id=batch_id, format_slug=format_slug, actor=actor, now=now)
    if made is None:
        raise WrongState("No row of this batch can be paid any more: there is nothing for the bank.")
    return made


@transaction.atomic
def _made(*, batch_id: int, format_slug: str, actor: User, now: datetime) -> MadeFile | None:
    """Return the file, or None where no row is left: what was taken out stays so."""
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotHere("There is no such batch.")
    if batch.state != BatchState.APPROVED or batch.value_date is None:
        raise WrongState("A file is made of an approved batch only.")
    made = BankFile.objects.filter(batch=batch).first()
    if made is not None and made.format_slug != format_slug:
        raise WrongState(
            f"This batch's file was made as “{made.name}”. A second one in another format "
            "might be paid twice.",
            field="format",
        )
    if made is None:
        chosen = bank_format(format_slug, Direction.OUT, local_date(now))
        spec, name, without = chosen.spec, chosen.name, _without(batch, actor=actor, now=now)
    else:
        spec, name, without = made.spec, made.name, made.without
    rows = _rows(batch, without, actor)
    if not rows:
        return None
    content = rendered(spec, FileHead(batch.pk, batch.value_date), rows)
    digest = hashlib.sha256(content).hexdigest()
    if made is None:
        BankFile.objects.create(
            batch=batch,
            format_slug=format_slug,
            name=name,
            spec=spec,
            sha256=digest,
            size_bytes=len(content),
            without=without,
            made_by=actor,
            made_at=now,
        )
    elif made.sha256 != digest:
        raise ChangedSince(
            "The file would not be the same as the first time and is not given out. Tell the administrator."
        )
    audit(
        actor=actor,
        verb="payout.bank-file",
        target=f"payout batch {batch.pk}",
        after={
            "format": format_slug,
            "sha256": digest,
            "again": made is not None,
            "without": without[:1000],
        },
    )
    return MadeFile(file_name(spec, batch.pk), content, digest)


def _without(batch: Batch, *, actor: User, now: datetime) -> list[str]:
    """
    Take out what may not be paid as it was approved. Return the references of what was settled before
    there was a file, and is not for it.
    """
    kept = Transfer.objects.filter(batch=batch).exclude(state=TransferState.DROPPED)
    rows = list(kept.select_for_update(of=("self",)).order_by("id"))
    sent = [row for row in rows if row.state == TransferState.SENT]
    lock_groups(row.group_code for row in sent)
    why = no_longer({row.group_code: row.account_id for row in sent})
    out = [(row, why[row.group_code]) for row in sent if row.group_code in why]
    if out:
        take_out(out, actor=actor, now=now)
        batch.count -= len(out)
        batch.total -= sum((row.amount for row, _ in out), Decimal(0))
        batch.save()
    return [row.reference for row in rows if row.state not in (TransferState.SENT, TransferState.DROPPED)]


def _rows(batch: Batch, without: Collection[str], actor: User) -> list[FileRow]:
    """Return every row that was for the bank, whatever it has said of it since."""
    kept = Transfer.objects.filter(batch=batch).exclude(state=TransferState.DROPPED)
    left = set(without)
    rows = [row for row in kept.order_by("row") if row.reference not in left]
    numbers = account_numbers(
        account_ids=[row.account_id for row in rows], actor=actor, purpose=f"payout batch {batch.pk}"
    )
    missing = [row.reference for row in rows if row.account_id not in numbers]
    if missing:
        raise ChangedSince(f"The account of {missing[0]} is not in the registry any more.")
    return [
        FileRow(
            row=row.row,
            reference=row.reference,
            group_code=row.group_code,
            holder_name=row.holder_name,
            account_number=numbers[row.account_id],
            ifsc=row.ifsc,
            bank=row.bank,
            amount=row.amount,
        )
        for row in rows
    ]
