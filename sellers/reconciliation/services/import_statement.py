"""
A bank statement comes in: all of it, or nothing.

Lines that are known are passed over, so that statements may overlap in any way; the same file a second time
is answered with what became of it the first time. Each new line is an open item from the moment it is
there.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Final
from zlib import crc32

from django.db import connection, transaction

from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit
from sellers.reconciliation.errors import NotHere, UnreadableFile
from sellers.reconciliation.models import (
    BankLine,
    OpenItem,
    ReconciledDay,
    StatementAccount,
    StatementFault,
    StatementFile,
)
from sellers.reconciliation.services.look_again import look_again
from sellers.reconciliation.statements.chain import breaks
from sellers.reconciliation.statements.faults import FAULTS_MOST, CellFault
from sellers.reconciliation.statements.parsing import ParsedLine, parse
from sellers.reconciliation.statements.reading import rows_of
from sellers.reconciliation.statements.templates import BALANCE, TEMPLATES
from sellers.reconciliation.states import FileState, ItemKind

FILE_BYTES_MOST: Final = 50 * 1024 * 1024
LINES_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Imported:
    """``is_repeat``: this very file was imported before; its first outcome."""

    file_id: int
    state: FileState
    is_repeat: bool
    lines_new: int
    lines_known: int
    faults: int


class _Faulty(Exception):
    """Roll back what was written of the file."""


@dataclass(slots=True)
class _Reading:
    """What was seen of a file so far. Of the lines only numbers are kept: a statement may be long."""

    rows: int = 0
    new: int = 0
    known: int = 0
    since: date | None = None
    until: date | None = None
    seen: Counter[tuple[date, int, str, int]] = field(default_factory=Counter)
    steps: list[tuple[int, int]] = field(default_factory=list)
    row_of: dict[int, int] = field(default_factory=dict)
    faults: list[tuple[int, CellFault]] = field(default_factory=list)


def import_statement(
    *, account_code: str, template_slug: str, name: str, file: IO[bytes], actor: User | None, now: datetime
) -> Imported:
    """
    Import a statement whole, or keep why not: every fault with its row, column and remedy.

    Raises:
        NotHere: no such account or format.
    """
    template = TEMPLATES.get(template_slug)
    account = StatementAccount.objects.filter(code=account_code).first()
    if template is None or account is None:
        raise NotHere("There is no such account or format.", field="template")
    digest, size = _digest(file)
    with transaction.atomic():
        _wait_for_turn(account)
        known = StatementFile.objects.filter(account=account, digest=digest, state=FileState.IMPORTED).first()
        if known is not None:
            return _imported(known, is_repeat=True)
        held = StatementFile(
            account=account,
            template=template_slug,
            name=name[-200:],
            digest=digest,
            size_bytes=size,
            taken_by=actor,
            taken_at=now,
            state=FileState.REFUSED,
        )
        reading = _Reading()
        try:
            if size > FILE_BYTES_MOST:
                raise UnreadableFile(f"The file is larger than {FILE_BYTES_MOST >> 20} MB. Divide it.")
            with transaction.atomic():
                found = parse(rows_of(file), template, today=local_date(now))
                _write_lines(held, found, reading, now)
        except _Faulty:
            _keep_refused(held, reading, "")
        except UnreadableFile as unreadable:
            _keep_refused(held, reading, unreadable.message)
        audit(
            actor=actor,
            verb="statement.import" if held.state == FileState.IMPORTED else "statement.refuse",
            target=f"statement {held.pk}",
            after={"file": held.name, "account": account.code, "new": held.lines_new, "faults": held.faults},
        )
        if held.lines_new:
            look_again()
    return _imported(held)


def _write_lines(held: StatementFile, found: Iterator, reading: _Reading, now: datetime) -> None:
    """Raises _Faulty; what was written is then rolled back by the caller's transaction."""
    held.state, held.since, held.until = FileState.IMPORTED, local_date(now), local_date(now)
    held.save()
    closed = set(ReconciledDay.objects.filter(is_closed=True).values_list("day", flat=True))
    batch: list[tuple[ParsedLine, int]] = []
    for number, line, faults in found:
        reading.rows += 1
        reading.faults += [(number, fault) for fault in faults]
        if len(reading.faults) >= FAULTS_MOST:
            reading.faults.append((number, CellFault("", "", "too-many")))
            raise _Faulty
        if line is None:
            continue
        reading.seen[line.identity] += 1
        reading.steps.append((line.amount, line.balance))
        reading.row_of.setdefault(line.balance - line.amount, line.row)
        reading.since = min(reading.since or line.day, line.day)
        reading.until = max(reading.until or line.day, line.day)
        batch.append((line, reading.seen[line.identity]))
        if len(batch) >= LINES_AT_ONCE:
            _flush(held, batch, reading, closed, now)
    _flush(held, batch, reading, closed, now)
    _check_chain(reading)
    if reading.rows == 0:
        reading.faults.append((1, CellFault("", "", "empty")))
    if reading.faults or reading.since is None:
        raise _Faulty
    held.rows_read, held.lines_new, held.lines_known = reading.rows, reading.new, reading.known
    held.since, held.until = reading.since, reading.until
    held.save()


def _flush(
    held: StatementFile,
    batch: list[tuple[ParsedLine, int]],
    reading: _Reading,
    closed: set[date],
    now: datetime,
) -> None:
    """Write the lines that are new, each with its open item; once there is a fault, none is of use."""
    if batch and not reading.faults:
        fresh = _fresh(held.account, batch)
        for line, _nth in fresh:
            if line.day in closed:
                fault = CellFault("day", f"{line.day:%d/%m/%Y}", "day-closed", f"{line.day:%d %b %Y}")
                reading.faults.append((line.row, fault))
        written = BankLine.objects.bulk_create(
            [
                BankLine(
                    account=held.account,
                    day=line.day,
                    amount_minor=line.amount,
                    reference=line.reference,
                    narration=line.narration,
                    balance_minor=line.balance,
                    nth=nth,
                    code=line.code(held.account.code, nth),
                    file=held,
                    row=line.row,
                )
                for line, nth in fresh
            ]
        )
        OpenItem.objects.bulk_create([_item(line, now) for line in written])
        reading.new += len(fresh)
        reading.known += len(batch) - len(fresh)
    batch.clear()


def _fresh(
    account: StatementAccount, batch: Sequence[tuple[ParsedLine, int]]
) -> list[tuple[ParsedLine, int]]:
    codes = [line.code(account.code, nth) for line, nth in batch]
    known = set(BankLine.objects.filter(code__in=codes).values_list("code", flat=True))
    return [each for each, code in zip(batch, codes, strict=True) if code not in known]


def _item(line: BankLine, now: datetime) -> OpenItem:
    return OpenItem(
        kind=ItemKind.NEW_LINE,
        key=f"line/{line.code}",
        line=line,
        amount_minor=line.amount_minor,
        since=line.day,
        about=(line.narration or line.reference or "A line without words")[:300],
        reference=line.reference,
        opened_at=now,
    )


def _check_chain(reading: _Reading) -> None:
    """Within one file every line's balance follows from another's; the first walk is the statement itself."""
    starts, _ends = breaks(reading.steps)
    if len(starts) < 2 or reading.faults:
        return
    rows = sorted((reading.row_of[balance], balance) for balance in set(starts))
    for row, balance in rows[1:] or rows:
        amount = f"{balance / 100:,.2f}"
        reading.faults.append((row, CellFault(BALANCE, "", "balance-breaks", amount)))


def _keep_refused(held: StatementFile, reading: _Reading, refusal: str) -> None:
    held.pk = None
    held._state.adding = True
    held.state, held.since, held.until = FileState.REFUSED, None, None
    held.lines_new = held.lines_known = 0
    held.rows_read, held.faults, held.refusal = reading.rows, len(reading.faults), refusal[:300]
    held.save()
    StatementFault.objects.bulk_create(
        [
            StatementFault(
                file=held,
                row=row,
                column=fault.column,
                value=fault.value,
                rule=fault.rule,
                detail=fault.detail[:200],
            )
            for row, fault in reading.faults
        ]
    )


def _imported(held: StatementFile, *, is_repeat: bool = False) -> Imported:
    return Imported(held.pk, FileState(held.state), is_repeat, held.lines_new, held.lines_known, held.faults)


def _wait_for_turn(account: StatementAccount) -> None:
    """
    Statements of one account come in one after the other: two that overlap add each line once. The lock on
    the table waits for a day that is being closed, and lets none be closed until the end.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reconciliation_bankline IN ROW EXCLUSIVE MODE")
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [crc32(f"reconciliation.statement:{account.pk}".encode())]
        )


def _digest(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
        if size > FILE_BYTES_MOST:
            break
    return digest.hexdigest(), size
