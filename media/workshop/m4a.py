"""AAC in an MP4 of our own writing: one track, no dates, no names (ISO/IEC 14496-12, 14496-14)."""

import struct
from typing import Final

from media.workshop.refusal import BROKEN, NOT_READABLE, TOO_LONG, Refusal

_HERTZ: Final = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
#: A packet has at most 6,144 bits for each channel (ISO/IEC 14496-3, 4.5.1.1).
_MOST_PACKET: Final = 768
_MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
#: AAC-LC, and with what doubles its rate (SBR) or makes two channels of one (PS).
_LOW, _DOUBLED, _SPREAD = 2, 5, 29


def m4a_of(config: bytes, packets: tuple[bytes, ...], *, most_seconds: int) -> tuple[int, bytes]:
    """
    Return how many seconds the packets play, rounded up, and them as an M4A.

    Raises:
        Refusal: another AAC than phones record, packets larger than AAC makes them, or too long.
    """
    hertz, channels, samples = _told(config)
    if any(len(packet) > _MOST_PACKET * channels for packet in packets):
        raise Refusal(BROKEN)
    units = len(packets) * samples
    if units > most_seconds * hertz:
        raise Refusal(TOO_LONG, limit=most_seconds // 60)
    kind = _box(b"ftyp", b"M4A \0\0\2\0M4A isommp42")
    # The table of places is written once with nought to know how long all before the sound is.
    head = len(kind) + len(_moov(config, packets, hertz, channels, samples, place=0)) + 8
    film = _moov(config, packets, hertz, channels, samples, place=head)
    return max(1, -(-units // hertz)), kind + film + _box(b"mdat", *packets)


def _told(config: bytes) -> tuple[int, int, int]:
    """Return rate in hertz, channels, samples in a packet: the AudioSpecificConfig (14496-3, 1.6)."""
    bits = "".join(f"{byte:08b}" for byte in config).ljust(128, "0")
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    def rate() -> int:
        index = take(4)
        if index != 15 and index >= len(_HERTZ):
            raise Refusal(BROKEN)
        return take(24) if index == 15 else _HERTZ[index]

    kind, hertz, channels = take(5), rate(), take(4)
    if kind in (_DOUBLED, _SPREAD):
        rate()
        kind = take(5)
    samples = 960 if take(1) else 1024
    if kind != _LOW or channels not in (1, 2) or not _HERTZ[-1] <= hertz <= _HERTZ[0]:
        raise Refusal(NOT_READABLE)
    return hertz, channels, samples


def _moov(
    config: bytes, packets: tuple[bytes, ...], hertz: int, channels: int, samples: int, *, place: int
) -> bytes:
    units, count = len(packets) * samples, len(packets)
    times = struct.pack(">IIIII", 0, 0, 0, hertz, units)
    described = struct.pack(">6xH8xHH4xI", 1, channels, 16, hertz << 16 if hertz < 0x10000 else 0)
    tables = _box(
        b"stbl",
        _box(b"stsd", struct.pack(">II", 0, 1), _box(b"mp4a", described, _esds(config))),
        _box(b"stts", struct.pack(">IIII", 0, 1, count, samples)),
        _box(b"stsc", struct.pack(">IIIII", 0, 1, 1, count, 1)),
        _box(b"stsz", struct.pack(">III", 0, 0, count), struct.pack(f">{count}I", *map(len, packets))),
        _box(b"stco", struct.pack(">III", 0, 1, place)),
    )
    reference = _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1))))
    return _box(
        b"moov",
        _box(b"mvhd", times, struct.pack(">IH10x", 0x10000, 0x100), _MATRIX, struct.pack(">24xI", 2)),
        _box(
            b"trak",
            _box(b"tkhd", struct.pack(">IIIIII8xHHH2x", 7, 0, 0, 1, 0, units, 0, 0, 256), _MATRIX, bytes(8)),
            _box(
                b"mdia",
                _box(b"mdhd", times, struct.pack(">HH", 0x55C4, 0)),
                _box(b"hdlr", struct.pack(">II4s12xx", 0, 0, b"soun")),
                _box(b"minf", _box(b"smhd", bytes(8)), reference, tables),
            ),
        ),
    )  # fmt: skip


def _esds(config: bytes) -> bytes:
    """Descriptors within one another: stream 1 > AAC, sound, rates unknown > the decoder's config."""
    specific = bytes((5, len(config))) + config
    decoder = b"\x40\x15" + bytes(11) + specific
    stream = b"\0\1\0" + bytes((4, len(decoder))) + decoder + b"\6\1\2"
    return _box(b"esds", bytes(4), bytes((3, len(stream))), stream)


def _box(kind: bytes, *inner: bytes) -> bytes:
    content = b"".join(inner)
    return struct.pack(">I4s", len(content) + 8, kind) + content
