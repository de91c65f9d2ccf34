"""Keep what a tablet has signed: each entry once, in any order; nothing of it is ever changed."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from exhibitions.till.contracts import Result
from exhibitions.till.errors import EntryRefused, IdTaken, NotThisDevice, SignatureWrong
from exhibitions.till.models import Entry, Flag, OddEntry, Skipped, Till
from exhibitions.till.payload import SEQ_MAX, Payload, Returned, Sold, Voided, number_parts, read
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.services.step_over import step_over, told_by
from exhibitions.till.signing import digest_of, is_signed
from exhibitions.till.states import EntryKind, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.errors import DomainError
from sellers.tax.facade import till_code

ENTRIES_MAX: Final = 50
PAYLOAD_MAX: Final = 100_000
_HEX: Final = re.compile(r"[0-9a-f]{64}")


def keep_entries(
    *, till: Till, given: Sequence[tuple[str, str]], device_now: datetime | None, now: datetime
) -> tuple[Result, ...]:
    """
    Return what became of each (payload, signature), in their order. Kept ones are booked soon
    (``EntriesKept``).
    """
    off = int((now - device_now).total_seconds()) if device_now else till.clock_off_seconds
    off = max(min(off, 2_000_000_000), -2_000_000_000)
    if device_now is not None:
        Till.objects.filter(pk=till.pk).update(seen_at=now, clock_off_seconds=off)
    before = Entry.objects.filter(till=till).count()
    results = tuple(_keep(till, payload, signature, off, now) for payload, signature in given)
    if Entry.objects.filter(till=till).count() != before:
        with transaction.atomic():
            outbox.record("EntriesKept", {"till": till.pk})
    return results


def last_seq(till: Till) -> int:
    """Return the highest seq up to which nothing is missing."""
    last = till.done_seq
    for seq in Entry.objects.filter(till=till, seq__gt=last).order_by("seq").values_list("seq", flat=True):
        if seq != last + 1:
            break
        last = seq
    return last


def _keep(till: Till, text: str, signature: str, off: int, now: datetime) -> Result:
    name = ""
    try:
        content = text.encode()
        if len(content) > PAYLOAD_MAX or not is_signed(content, signature, till.public_key):
            raise SignatureWrong("The signature is not this tablet's.")
        entry = read(text)
        name = str(entry.id)
        _check_mine(till, entry)
        return _write(till, entry, text, signature, off, now)
    except (SignatureWrong, NotThisDevice) as refusal:
        return Result(name, "refused", refusal.code, refusal.message)
    except EntryRefused as refusal:
        return _keep_unread(till, text, signature, off, refusal, now)
    except UnicodeEncodeError:
        return Result(name, "refused", "payload-wrong", "This is no text.")
    except DomainError as refusal:
        return Result(name, "refused", refusal.code, refusal.message)


def _check_mine(till: Till, entry: Payload) -> None:
    if entry.device != till.device:
        raise NotThisDevice("This entry is of another tablet.")
    if entry.exhibition != till.exhibition:
        raise EntryRefused("exhibition: not the one of this till.", field="exhibition")
    letters = till_code(till.number)
    numbers: list[str] = []
    if isinstance(entry, Sold | Returned):
        numbers = [paper.number for paper in entry.documents]
    elif isinstance(entry, Voided) and entry.number:
        numbers = [entry.number]
    if any(number_parts(number)[0][:3] != letters for number in numbers):
        raise EntryRefused(f"documents: numbers of this till begin with {letters}.", field="documents")


def _write(till: Till, entry: Payload, text: str, signature: str, off: int, now: datetime) -> Result:
    digest = digest_of(text.encode())
    known = _known(till, entry.id, entry.seq)
    if not known:
        _check_chain(till, entry, digest)
        row = Entry(
            till=till,
            entry_id=entry.id,
            seq=entry.seq,
            prev=entry.prev,
            digest=digest,
            payload=text,
            signature=signature,
            kind=entry.kind,
            at=entry.at,
            received_at=now,
            clock_off_seconds=off,
        )
        try:
            _save(row, now)
            return Result(str(entry.id), "kept")
        except IntegrityError:
            known = _known(till, entry.id, entry.seq)
    if len(known) == 1 and known[0].digest == digest and known[0].till_id == till.pk:
        if known[0].kind == EntryKind.UNREAD:
            raise EntryRefused("It came before and could not be booked; staff know.")
        flags = Flag.objects.filter(entry=known[0], settled_at=None).order_by("id")
        return Result(str(entry.id), "known", flags=tuple(flags.values_list("code", flat=True)))
    return _odd(till, entry.id, entry.seq, text, signature, known, now)


def _save(row: Entry, now: datetime) -> None:
    """
    Raises:
        EntryRefused: staff have gone on without it.
        IntegrityError: its id or its place is taken.
    """
    with transaction.atomic():
        till = Till.objects.select_for_update().get(pk=row.till_id)
        if row.kind != EntryKind.UNREAD and Skipped.objects.filter(till=till, seq=row.seq).exists():
            raise EntryRefused("seq: staff have gone on without this entry.", field="seq")
        row.save(force_insert=True)
        if row.kind == EntryKind.UNREAD and till.done_seq >= row.seq:
            step_over(entry=row, now=now)


def _keep_unread(
    till: Till, text: str, signature: str, off: int, refusal: EntryRefused, now: datetime
) -> Result:
    """Keep what the tablet signed in its place of the chain: what it wrote afterwards can be booked."""
    told = told_by(text)
    seq, prev, digest = told.get("seq"), str(told.get("prev")), digest_of(text.encode())
    refused = Result(str(told.get("id", ""))[:36], "refused", refusal.code, refusal.message)
    is_mine = str(told.get("device")) == str(till.device)
    if not is_mine or type(seq) is not int or not 0 < seq <= SEQ_MAX:
        return refused
    entry_id = _uuid(told.get("id")) or uuid5(till.device, str(seq))
    known = _known(till, entry_id, seq)
    if any(each.digest == digest and each.till_id == till.pk for each in known):
        return refused
    row = Entry(
        till=till,
        entry_id=entry_id,
        seq=seq,
        prev=prev if _HEX.fullmatch(prev) else "",
        digest=digest,
        payload=text,
        signature=signature,
        kind=EntryKind.UNREAD,
        at=now,
        received_at=now,
        clock_off_seconds=off,
    )
    try:
        if not known:
            _save(row, now)
            return refused
    except IntegrityError:
        known = _known(till, entry_id, seq)
    return _odd(till, entry_id, seq, text, signature, known, now)


def _uuid(said: object) -> UUID | None:
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _known(till: Till, entry_id: UUID, seq: int) -> list[Entry]:
    by_id = Entry.objects.filter(entry_id=entry_id)
    by_seq = Entry.objects.filter(till=till, seq=seq)
    return list({each.pk: each for each in (*by_id, *by_seq)}.values())


def _check_chain(till: Till, entry: Payload, digest: str) -> None:
    """What stands before and after it, where we have that, must fit."""
    before = Entry.objects.filter(till=till, seq=entry.seq - 1).values_list("digest", flat=True).first()
    following = Entry.objects.filter(till=till, seq=entry.seq + 1).exclude(kind=EntryKind.UNREAD)
    after = following.values_list("prev", flat=True).first()
    if (before is not None and before != entry.prev) or (after is not None and after != digest):
        raise EntryRefused("prev: not what this tablet wrote before.", field="prev")


def _odd(
    till: Till, entry_id: UUID, seq: int, text: str, signature: str, known: Sequence[Entry], now: datetime
) -> Result:
    """Keep it apart and flag the entry that it would replace."""
    with transaction.atomic():
        OddEntry.objects.get_or_create(
            till=till,
            digest=digest_of(text.encode()),
            defaults={
                "entry_id": entry_id,
                "seq": seq,
                "payload": text,
                "signature": signature,
                "why": f"{known[0]} came before" if known else "came before",
                "received_at": now,
            },
        )
        mine = next((each for each in known if each.till_id == till.pk), None)
        if mine is not None:
            raise_flag(
                entry=mine,
                code=FlagCode.FORGED,
                message=f"Entry {seq} came a second time with other words; the first one holds.",
                now=now,
            )
    refusal = IdTaken("This entry came before with other words. The first one holds; staff will ask.")
    return Result(str(entry_id), "refused", refusal.code, refusal.message)
