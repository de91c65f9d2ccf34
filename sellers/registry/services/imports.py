"""
A spreadsheet of groups becomes groups in three steps: taken in, checked row by row, applied as a whole.

Nothing of a file with a fault is applied. What is applied, is applied in one transaction. The same file a
second time does nothing, and a newer one touches only the groups of which it says something else.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from zlib import crc32

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.workbooks import SheetRow
from jkrlm.people.facade import User, audit
from sellers.registry.contracts import ImportOutcome
from sellers.registry.errors import NotHere, UnreadableFile, WrongState
from sellers.registry.imports.checking import RowChecker, Staged
from sellers.registry.imports.columns import columns_of
from sellers.registry.imports.faults import CellFault
from sellers.registry.imports.reading import rows_of
from sellers.registry.models import GroupImport, ImportChunk, ImportFault
from sellers.registry.services.write_groups import (
    count_staged,
    districts,
    drop_staged,
    keep_faults,
    stage,
    taken_mission_codes,
    write_staged,
)
from sellers.registry.states import IMPORT_TRANSITIONS, ImportState

CHUNK_BYTES: Final = 1024 * 1024
FILE_BYTES_MOST: Final = 200 * 1024 * 1024
ROWS_AT_ONCE: Final = 5_000
FAULTS_MOST: Final = 100_000
#: A check or an application that has said nothing for so long has lost its worker.
SILENT_SECONDS: Final = 120

_TAKE_LOCK: Final = crc32(b"registry.take-file")


class ByteStream(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> int: ...


def take_file(*, name: str, file: ByteStream, actor: User | None, now: datetime) -> ImportOutcome:
    """
    Keep a file for checking. One that is being worked on, or was applied last, is not taken twice.

    Raises:
        UnreadableFile: it is empty or larger than FILE_BYTES_MOST.
    """
    digest, size = _digest(file)
    if size == 0:
        raise UnreadableFile(_("The file is empty."), field="file")
    if size > FILE_BYTES_MOST:
        raise UnreadableFile(
            _("The file is larger than %(most)d MB. Divide it.") % {"most": FILE_BYTES_MOST // 1024 // 1024},
            field="file",
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TAKE_LOCK])
        known = _known(digest)
        if known is not None:
            return outcome(known, is_repeat=True)
        taken = GroupImport.objects.create(
            name=name[-200:], digest=digest, size_bytes=size, taken_by=actor, taken_at=now, moved_at=now
        )
        file.seek(0)
        number = 0
        while chunk := file.read(CHUNK_BYTES):
            ImportChunk.objects.create(group_import=taken, number=number, content=chunk)
            number += 1
        audit(
            actor=actor,
            verb="import.take",
            target=f"import {taken.pk}",
            after={"file": name, "digest": digest},
        )
    return outcome(taken)


def check_import(*, import_id: int) -> ImportOutcome:
    """
    Read and judge every row, and stage the good ones; begun again, it starts from nothing.

    Ends READY, or FAULTY with every fault kept: what it is, where, and what to do about it.

    Raises:
        NotHere: no such import; WrongState: it is past checking.
    """
    with advisory_lock(f"registry.check-import:{import_id}"):
        return _check(import_id)


def _check(import_id: int) -> ImportOutcome:
    held = _move(import_id, ImportState.CHECKING)
    drop_staged(held.batch)
    ImportFault.objects.filter(batch=held.batch).delete()
    rows = faults = 0
    refusal = ""
    try:
        with _unpacked(held) as path:
            rows, faults = _check_rows(held, rows_of(path))
    except UnreadableFile as unreadable:
        refusal = unreadable.message
    if not faults and not refusal:
        taken = taken_mission_codes(held.batch)
        keep_faults(held.batch, taken)
        faults = len(taken)
    if faults or refusal:
        drop_staged(held.batch)
        ended = _move(import_id, ImportState.FAULTY, rows_read=rows, faults=faults, refusal=refusal[:300])
        ImportChunk.objects.filter(group_import=ended).delete()
        return outcome(ended)
    counts = count_staged(held.batch, on=clock.today())
    return outcome(
        _move(
            import_id,
            ImportState.READY,
            rows_read=rows,
            faults=0,
            groups_new=counts.new,
            groups_changed=counts.changed,
            groups_same=counts.same,
        )
    )


def begin_applying(*, import_id: int, actor: User | None) -> None:
    """
    Say that the import is to be applied; the worker then calls ``apply_import``.

    Raises:
        NotHere: no such import; WrongState: it is not ready.
    """
    _move(import_id, ImportState.APPLYING, applied_by=actor)
    audit(actor=actor, verb="import.apply", target=f"import {import_id}")


def apply_import(*, import_id: int) -> ImportOutcome:
    """
    Make groups of all rows, or of none; begun again after a crash, it finds nothing done or all.

    Raises:
        NotHere: no such import; WrongState: nobody asked for it to be applied.
    """
    try:
        with transaction.atomic():
            held = _locked(import_id)
            if held.state != ImportState.APPLYING:
                raise _wrong(held)
            now = clock.now()
            taken = taken_mission_codes(held.batch)
            if taken:
                keep_faults(held.batch, taken)
                return outcome(_end(held, ImportState.FAULTY, faults=len(taken)))
            counts = write_staged(
                held.batch,
                on=now.astimezone(INDIA).date(),
                now=now,
                actor=held.applied_by,
                source=held.name,
            )
            drop_staged(held.batch)
            ImportChunk.objects.filter(group_import=held).delete()
            return outcome(
                _end(
                    held,
                    ImportState.APPLIED,
                    applied_at=now,
                    groups_new=counts.new,
                    groups_changed=counts.changed,
                    groups_same=counts.same,
                )
            )
    except DatabaseError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if not rule:
            raise
        words = _("Nothing was applied: a row breaks the rule “%(rule)s”, because the registry has changed.")
        return outcome(_move(import_id, ImportState.FAULTY, refusal=words % {"rule": rule}))


def discard_import(*, import_id: int, actor: User | None) -> None:
    """
    Give a file up that is not applied.

    Raises:
        NotHere: no such import; WrongState: it is applied, or being so.
    """
    held = _move(import_id, ImportState.DISCARDED)
    drop_staged(held.batch)
    ImportChunk.objects.filter(group_import=held).delete()
    audit(actor=actor, verb="import.discard", target=f"import {import_id}")


def outcome(held: GroupImport, *, is_repeat: bool = False) -> ImportOutcome:
    return ImportOutcome(
        import_id=held.pk,
        state=held.state,
        is_repeat=is_repeat,
        rows=held.rows_read,
        faults=held.faults,
        new=held.groups_new or 0,
        changed=held.groups_changed or 0,
        same=held.groups_same or 0,
        refusal=held.refusal,
    )


def _check_rows(held: GroupImport, found: Iterator[SheetRow]) -> tuple[int, int]:
    """Return how many rows were read under the headings, and how many faults were found."""
    head = next(found, None)
    if head is None:
        raise UnreadableFile(_("The file is empty."))
    heading_row, headings = head
    places, heading_faults = columns_of([str(cell or "") for cell in headings])
    if heading_faults:
        keep_faults(held.batch, [(heading_row, fault) for fault in heading_faults])
        return 0, len(heading_faults)
    checker = RowChecker(districts=districts(), places=places, width=len(headings), today=clock.today())
    good: list[Staged] = []
    bad: list[tuple[int, CellFault]] = []
    rows = faults = 0
    for number, cells in found:
        rows += 1
        staged, wrong = checker.check(number, cells)
        if staged is not None:
            good.append(staged)
        bad += [(number, fault) for fault in wrong]
        if faults + len(bad) >= FAULTS_MOST:
            bad.append((number, CellFault("", "", "too-many")))
            break
        if rows % ROWS_AT_ONCE == 0:
            faults += len(bad)
            _flush(held, good, bad, rows, faults)
    if rows == 0:
        bad.append((heading_row, CellFault("", "", "empty")))
    faults += len(bad)
    _flush(held, good, bad, rows, faults)
    return rows, faults


def _flush(
    held: GroupImport, good: list[Staged], bad: list[tuple[int, CellFault]], rows: int, faults: int
) -> None:
    """Write what has gathered; once there is a fault, good rows are of no more use."""
    if faults == 0:
        stage(held.batch, good)
    keep_faults(held.batch, bad)
    GroupImport.objects.filter(pk=held.pk).update(rows_read=rows, faults=faults, moved_at=clock.now())
    good.clear()
    bad.clear()


@contextmanager
def _unpacked(held: GroupImport) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(prefix="groups-") as file:
        chunks = ImportChunk.objects.filter(group_import=held).order_by("number")
        for pk in list(chunks.values_list("pk", flat=True)):
            file.write(ImportChunk.objects.values_list("content", flat=True).get(pk=pk))
        file.flush()
        yield Path(file.name)


def _digest(file: ByteStream) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        if size > FILE_BYTES_MOST:
            break
    return digest.hexdigest(), size


def _known(digest: str) -> GroupImport | None:
    """Return the import of this very file that makes another of no use."""
    under_way = (ImportState.TAKEN, ImportState.CHECKING, ImportState.READY, ImportState.APPLYING)
    open_one = GroupImport.objects.filter(digest=digest, state__in=under_way).order_by("-id").first()
    if open_one is not None:
        return open_one
    last = GroupImport.objects.filter(state=ImportState.APPLIED).order_by("-applied_at", "-id").first()
    return last if last is not None and last.digest == digest else None


def _locked(import_id: int) -> GroupImport:
    held = GroupImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if held is None:
        raise NotHere(_("There is no such import."))
    return held


@transaction.atomic
def _move(import_id: int, to: ImportState, **changes: object) -> GroupImport:
    held = _locked(import_id)
    if to not in IMPORT_TRANSITIONS[ImportState(held.state)]:
        raise _wrong(held)
    return _end(held, to, **changes)


def _end(held: GroupImport, to: ImportState, **changes: object) -> GroupImport:
    for name, value in changes.items():
        setattr(held, name, value)
    held.state, held.moved_at = to, clock.now()
    held.save()
    return held


def _wrong(held: GroupImport) -> WrongState:
    state = ImportState(held.state)
    return WrongState(
        _("This cannot be done while the import is “%(state)s”.") % {"state": state.label},
        params={"state": state.value},
    )


def is_silent(held: GroupImport, *, now: datetime) -> bool:
    """Return whether the import is being worked on by nobody, as far as one can hear."""
    working = held.state in (ImportState.TAKEN, ImportState.CHECKING, ImportState.APPLYING)
    return working and (now - held.moved_at).total_seconds() > SILENT_SECONDS
