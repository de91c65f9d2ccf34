"""An entry that keeps its place in the chain and cannot be booked: staff are told, its numbers are spoilt."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from exhibitions.till.errors import EntryRefused
from exhibitions.till.models import Entry
from exhibitions.till.payload import number_parts, read
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import FlagCode
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.errors import DomainError
from sellers.tax.facade import TillNumber, is_number_free, spoil_number, till_code


def step_over(*, entry: Entry, now: datetime) -> None:
    """Flag it, and keep the numbers on it from being a hole."""
    why = "it does not follow what was written before, or staff had gone on without it."
    try:
        read(entry.payload)
    except EntryRefused as refusal:
        why = refusal.message
    words = f"Entry {entry.seq} is not booked: {why} If it was a bill, type it in from its paper."
    raise_flag(entry=entry, code=FlagCode.UNREAD, message=words, now=now)
    spoil_numbers(entry=entry, reason="the entry could not be read", source="unread", now=now)


def spoil_numbers(*, entry: Entry, reason: str, source: str, now: datetime) -> None:
    """Keep the numbers on an entry from being a hole; ``source`` says in a word what it is."""
    for at, (seller, number) in enumerate(_numbers(entry)):
        series, year, serial = number_parts(number)
        mine = TillNumber(seller, series, year, serial, local_date(entry.received_at))
        if not is_number_free(mine):
            continue
        try:
            spoil_number(mine, reason=reason, source=f"{source} {entry.entry_id} {at}")
        except DomainError as refusal:
            raise_flag(entry=entry, code=FlagCode.NUMBER, about=number, message=refusal.message, now=now)


def told_by(text: str) -> dict[str, Any]:
    """Return what a payload holds, whatever that is; empty where it is no object."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _numbers(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (seller, number) of those numbers on it that are this till's own."""
    told = told_by(entry.payload)
    papers = told.get("documents")
    letters = till_code(entry.till.number)
    for each in (*(papers if isinstance(papers, list) else ()), told):
        seller, number = (each.get("seller"), each.get("number")) if isinstance(each, dict) else (None, None)
        if not isinstance(seller, str) or not isinstance(number, str) or not 0 < len(seller) <= 24:
            continue
        try:
            series = number_parts(number)[0]
        except EntryRefused:
            continue
        if series[:3] == letters:
            yield seller, number
