"""
The one sound track of an MP4, M4A or 3GP, taken out packet by packet (ISO/IEC 14496-12 and 14496-1).

Nothing of the wrapping goes on: whatever else lies in the file (places, names, a photograph) stays behind.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from media.workshop.refusal import BROKEN, NOT_READABLE, Refusal

#: More than five minutes of the shortest packets, Opus of 2.5 ms.
_MOST_PACKETS: Final = 130_000
#: MPEG-4 and MPEG-2 AAC, as ``objectTypeIndication``.
_AAC: Final = (0x40, 0x66, 0x67, 0x68)
_SOUNDS: Final = {b"mp4a": "aac", b"Opus": "opus", b"samr": "amr", b"sawb": "amr-wb"}
_MOST_CONFIG: Final = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Track:
    """``config``: what the decoder must know before the first packet; empty for AMR."""

    codec: str
    config: bytes
    packets: tuple[bytes, ...]


def track_of(data: bytes) -> Track:
    """
    Return the sound of an MP4.

    Raises:
        Refusal: no sound in it, a film, more than one track of sound, or it makes no sense.
    """
    try:
        return _track_of(data)
    except (struct.error, IndexError) as error:
        raise Refusal(BROKEN) from error


def _track_of(data: bytes) -> Track:
    atoms = list(_atoms(data, (0, len(data))))
    films = [span for kind, _start, span in atoms if kind == b"moov"]
    if len(films) != 1:
        raise Refusal(NOT_READABLE)
    traks = [span for kind, _start, span in _atoms(data, films[0]) if kind == b"trak"]
    handlers = [_handler(data, trak) for trak in traks]
    if b"vide" in handlers or handlers.count(b"soun") != 1:
        raise Refusal(NOT_READABLE)
    trak = traks[handlers.index(b"soun")]
    table = _inside(data, trak, b"mdia", b"minf", b"stbl")
    codec, config = _codec(data, _inside(data, table, b"stsd"))
    pieces = _Pieces(data)
    _from_tables(data, table, pieces)
    number, default = _numbered(data, films[0], trak)
    for kind, start, span in atoms:
        if kind == b"moof":
            _from_fragment(data, start, span, number, default, pieces)
    if not pieces.found:
        raise Refusal(BROKEN)
    return Track(codec, config, tuple(pieces.found))


class _Pieces:
    """Packets so far; together never more than the file, however often its tables name the same bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = len(data)
        self.found: list[bytes] = []

    def take(self, at: int, size: int) -> None:
        self.left -= size
        if self.left < 0 or at + size > len(self.data) or len(self.found) >= _MOST_PACKETS:
            raise Refusal(BROKEN)
        if size:
            self.found.append(self.data[at : at + size])


def _atoms(data: bytes, span: Span) -> Iterator[tuple[bytes, int, Span]]:
    """Yield kind, beginning, and first and last byte of what is in each atom."""
    at, end = span
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, body)[0], at + 16
        stop = end if size == 0 else at + size
        if stop > end or stop < body:
            raise Refusal(BROKEN)
        yield kind, at, (body, stop)
        at = stop


def _find(data: bytes, span: Span, *path: bytes) -> Span | None:
    for wanted in path:
        found = next((inner for kind, _start, inner in _atoms(data, span) if kind == wanted), None)
        if found is None:
            return None
        span = found
    return span


def _inside(data: bytes, span: Span, *path: bytes) -> Span:
    found = _find(data, span, *path)
    if found is None:
        raise Refusal(BROKEN)
    return found


def _handler(data: bytes, trak: Span) -> bytes:
    found = _find(data, trak, b"mdia", b"hdlr")
    return data[found[0] + 8 : found[0] + 12] if found else b""


# ── What the decoder must know ──────────────────────────────────────────────────────────────────────────


def _codec(data: bytes, described: Span) -> tuple[str, bytes]:
    entries = list(_atoms(data, (described[0] + 8, described[1])))
    if len(entries) != 1 or entries[0][0] not in _SOUNDS:
        raise Refusal(NOT_READABLE)
    kind, _start, (body, stop) = entries[0]
    match _SOUNDS[kind]:
        case "aac":
            # QuickTime writes more fields before what is inside, by its version of the entry.
            more = {0: 0, 1: 16, 2: 36}.get(struct.unpack_from(">H", data, body + 8)[0], 0)
            inner = (body + 28 + more, stop)
            found = _find(data, inner, b"esds") or _find(data, inner, b"wave", b"esds")
            if found is None:
                raise Refusal(BROKEN)
            return "aac", _aac_config(data[found[0] : found[1]])
        case "opus":
            at, _end = _inside(data, (body + 28, stop), b"dOps")
            _version, channels, skipped, hertz, gain, family = struct.unpack_from(">BBHIhB", data, at)
            if family != 0:
                raise Refusal(NOT_READABLE)
            return "opus", b"OpusHead" + struct.pack("<BBHIhB", 1, channels, skipped, hertz, gain, 0)
        case other:
            return other, b""


def _aac_config(esds: bytes) -> bytes:
    """Return the AudioSpecificConfig out of the descriptors within one another (14496-1, 7.2.6)."""
    at = _descriptor(esds, 4, 3)[0]
    flags = esds[at + 2]
    at += 3 + (2 if flags & 0x80 else 0)
    at += 1 + esds[at] if flags & 0x40 else 0
    at += 2 if flags & 0x20 else 0
    at = _descriptor(esds, at, 4)[0]
    if esds[at] not in _AAC:
        raise Refusal(NOT_READABLE)
    at, size = _descriptor(esds, at + 13, 5)
    config = esds[at : at + size]
    if not 2 <= len(config) <= _MOST_CONFIG:
        raise Refusal(NOT_READABLE)
    return config


def _descriptor(esds: bytes, at: int, tag: int) -> Span:
    """Return where the descriptor's content begins, and its size."""
    if esds[at] != tag:
        raise Refusal(BROKEN)
    size = 0
    for used in range(1, 5):
        size = size << 7 | esds[at + used] & 0x7F
        if esds[at + used] < 0x80:
            return at + used + 1, size
    raise Refusal(BROKEN)


# ── Where the packets lie ───────────────────────────────────────────────────────────────────────────────


def _from_tables(data: bytes, table: Span, pieces: _Pieces) -> None:
    at, _end = _inside(data, table, b"stsz")
    each, count = struct.unpack_from(">II", data, at + 4)
    if count > _MOST_PACKETS:
        raise Refusal(BROKEN)
    sizes = [each] * count if each else list(struct.unpack_from(f">{count}I", data, at + 12))
    at, _end = _inside(data, table, b"stsc")
    runs = list(struct.iter_unpack(">III", data[at + 8 : at + 8 + 12 * _count(data, at)]))
    wide = _find(data, table, b"co64")
    at, _end = wide or _inside(data, table, b"stco")
    chunks = struct.unpack_from(f">{_count(data, at)}{'Q' if wide else 'I'}", data, at + 8)
    if sizes and not runs:
        raise Refusal(BROKEN)
    taken = run = 0
    for number, place in enumerate(chunks, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        for size in sizes[taken : taken + runs[run][1]] if runs else ():
            pieces.take(place, size)
            place += size
            taken += 1


def _count(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", data, at + 4)[0])


def _numbered(data: bytes, film: Span, trak: Span) -> tuple[int, int]:
    """Return the track's number, and how many bytes a packet of a fragment has that does not say it."""
    at, _end = _inside(data, trak, b"tkhd")
    number = int(struct.unpack_from(">I", data, at + (20 if data[at] else 12))[0])
    extends = _find(data, film, b"mvex")
    for kind, _start, (body, _stop) in _atoms(data, extends) if extends else ():
        if kind == b"trex" and struct.unpack_from(">I", data, body + 4)[0] == number:
            return number, int(struct.unpack_from(">I", data, body + 16)[0])
    return number, 0


def _from_fragment(data: bytes, start: int, moof: Span, wanted: int, default: int, pieces: _Pieces) -> None:
    """Take the packets of one fragment: how browsers record MP4, which do not know what is still to come."""
    for kind, _start, traf in _atoms(data, moof):
        if kind != b"traf":
            continue
        at, _end = _inside(data, traf, b"tfhd")
        flags, number = struct.unpack_from(">II", data, at)
        if number != wanted:
            continue
        at += 8
        base = start
        if flags & 0x1:
            base, at = struct.unpack_from(">Q", data, at)[0], at + 8
        at += (4 if flags & 0x2 else 0) + (4 if flags & 0x8 else 0)
        each = struct.unpack_from(">I", data, at)[0] if flags & 0x10 else default
        place = base
        for inner, _begin, (body, _stop) in _atoms(data, traf):
            if inner == b"trun":
                place = _from_run(data, body, base, place, each, pieces)


def _from_run(data: bytes, at: int, base: int, place: int, each: int, pieces: _Pieces) -> int:
    """Take the packets of one run; return where the next one lies that does not say it."""
    flags, count = struct.unpack_from(">II", data, at)
    at += 8
    if flags & 0x1:
        place, at = base + struct.unpack_from(">i", data, at)[0], at + 4
    at += 4 if flags & 0x4 else 0
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if count > _MOST_PACKETS or place < 0:
        raise Refusal(BROKEN)
    for _packet in range(count):
        size = struct.unpack_from(">I", data, at + (4 if flags & 0x100 else 0))[0] if flags & 0x200 else each
        pieces.take(place, size)
        place, at = place + size, at + step
    return place
