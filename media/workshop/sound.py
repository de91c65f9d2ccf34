"""Voice notes of any browser as one that every browser plays. The only module that touches libsndfile."""

import io
import shutil
import struct
import subprocess
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import soundfile

from media.workshop.refusal import BROKEN, NOT_READABLE, TOO_LONG, Refusal

MOST_SECONDS: Final = 300
#: Less than the parent waits: else ffmpeg would go on after the child was stopped.
FFMPEG_SECONDS: Final = 7.0
_HERTZ: Final = 24_000
#: Atoms of MP4 that tell of place, phone and name; overwritten, so that no offset moves (ISO/IEC 14496-12).
_TELLING: Final = (b"udta", b"meta", b"uuid")
_INSIDE: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Return a recording's content type and seconds, and the recording without what it says about people.

    WebM, Ogg, WAV and MPEG become MP3 of one channel. AAC in MP4, which every browser plays, stays as it is
    but for its notes. AMR and 3GP, which none plays, are set anew where ffmpeg is installed, else kept.

    Raises:
        Refusal: none, broken, longer than five minutes.
    """
    head = data[:64]
    if head[4:8] == b"ftyp":
        if head[8:10] == b"3g":
            return _by_ffmpeg(data) or ({"content_type": "audio/3gpp", "seconds": None}, _hushed(data))
        return {"content_type": "audio/mp4", "seconds": None}, _hushed(data)
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return _by_ffmpeg(data) or ({"content_type": "audio/amr", "seconds": None}, data)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        data = ogg_of(data)
    elif not _is_known(head):
        raise Refusal(NOT_READABLE)
    return _as_mp3(data)


def _is_known(head: bytes) -> bool:
    return head.startswith((b"OggS", b"RIFF", b"ID3")) or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


def _as_mp3(data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as source:
            rate = source.samplerate
            pieces: list[Any] = []
            come = 0
            for block in source.blocks(blocksize=rate, dtype="float32", always_2d=True):
                come += len(block)
                if come > rate * MOST_SECONDS:
                    raise Refusal(TOO_LONG, limit=MOST_SECONDS // 60)
                pieces.append(block.mean(axis=1))
    except (soundfile.LibsndfileError, ValueError, RuntimeError) as error:
        raise Refusal(BROKEN) from error
    if not pieces or come == 0:
        raise Refusal(BROKEN)
    sound = np.concatenate(pieces)
    loudest = float(np.abs(sound).max())
    if loudest > 0:
        # Spoken softly or far from the phone: as loud as the others, at most eight times louder.
        sound = sound * min(0.89 / loudest, 8.0)
    if rate != _HERTZ:
        at = np.arange(0, len(sound), rate / _HERTZ)
        sound = np.interp(at, np.arange(len(sound)), sound)
    out = io.BytesIO()
    soundfile.write(out, sound, _HERTZ, format="MP3", subtype="MPEG_LAYER_III")
    return {"content_type": "audio/mpeg", "seconds": max(1, -(-come // rate))}, out.getvalue()


# ── WebM to Ogg: the same Opus packets in another wrapping (RFC 9559, RFC 7845) ─────────────────────────


def ogg_of(webm: bytes) -> bytes:
    """
    Return the Opus packets of a WebM recording in Ogg.

    Raises:
        Refusal: there is no Opus in it, or it makes no sense.
    """
    head, packets = b"", []
    for element, payload in _elements(webm, 0, len(webm), 0):
        if element == 0x63A2:
            head = payload
        elif element in (0xA3, 0xA1):
            _track, size = _number(payload, 0, keep_marker=False)
            if payload[size + 2] & 0x06:
                raise Refusal(BROKEN)
            packets.append(payload[size + 3 :])
    if not head.startswith(b"OpusHead") or len(head) < 19 or not packets:
        raise Refusal(NOT_READABLE)
    pages = [_page(head, 0, 0, flag=2), _page(b"OpusTags" + struct.pack("<I", 5) + b"Umeed" + bytes(4), 1, 0)]
    played = struct.unpack_from("<H", head, 10)[0]
    for number, packet in enumerate(packets):
        played += _samples(packet)
        pages.append(_page(packet, number + 2, played, flag=4 if number == len(packets) - 1 else 0))
    return b"".join(pages)


#: Elements that hold others: Segment, Cluster, Tracks, TrackEntry, BlockGroup.
_HOLDERS: Final = frozenset({0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0})


def _elements(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[int, bytes]]:
    if depth > 6:
        raise Refusal(BROKEN)
    while at < end:
        element, used = _number(data, at, keep_marker=True)
        size, more = _number(data, at + used, keep_marker=False)
        at += used + more
        # A browser that is still recording does not know how long a cluster gets: all bits set.
        stop = end if size == (1 << (7 * more)) - 1 else min(at + size, end)
        if element in _HOLDERS:
            yield from _elements(data, at, stop, depth + 1)
        else:
            yield element, data[at:stop]
        at = stop


def _number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    if at >= len(data) or data[at] == 0:
        raise Refusal(BROKEN)
    used = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + used], "big")
    return (value if keep_marker else value & ((1 << (7 * used)) - 1)), used


def _samples(packet: bytes) -> int:
    """Return how many samples at 48 kHz an Opus packet plays (RFC 6716, 3.1)."""
    if not packet:
        return 0
    config = packet[0] >> 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    code = packet[0] & 3
    return frame * (1 if code == 0 else 2 if code < 3 else (packet[1] & 0x3F if len(packet) > 1 else 0))


_CRC: Final = []
for _byte in range(256):
    _value = _byte << 24
    for _bit in range(8):
        _value = (_value << 1 ^ 0x04C11DB7 if _value & 0x80000000 else _value << 1) & 0xFFFFFFFF
    _CRC.append(_value)


def _page(packet: bytes, number: int, played: int, *, flag: int = 0) -> bytes:
    """Return an Ogg page with one packet (RFC 3533)."""
    lacing = bytes([255] * (len(packet) // 255)) + bytes([len(packet) % 255])
    if len(lacing) > 255:
        raise Refusal(BROKEN)
    page = bytearray(
        b"OggS" + struct.pack("<BBqIIIB", 0, flag, played, 1, number, 0, len(lacing)) + lacing + packet
    )
    crc = 0
    for value in page:
        crc = (crc << 8 ^ _CRC[crc >> 24 ^ value]) & 0xFFFFFFFF
    page[22:26] = struct.pack("<I", crc)
    return bytes(page)


# ── MP4 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _hushed(data: bytes) -> bytes:
    """Return an MP4 whose notes about place, phone and people are blanked."""
    out = bytearray(data)
    _hush(out, 0, len(out), 0)
    return bytes(out)


def _hush(data: bytearray, at: int, end: int, depth: int) -> None:
    while at + 8 <= end and depth < 8:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            if at + 16 > end:
                raise Refusal(BROKEN)
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        stop = end if size == 0 else at + size
        if stop > end or stop < body:
            raise Refusal(BROKEN)
        if kind in _TELLING:
            data[at + 4 : at + 8] = b"free"
            data[body:stop] = bytes(stop - body)
        elif kind in _INSIDE:
            _hush(data, body, stop, depth + 1)
        at = stop


def _by_ffmpeg(data: bytes) -> tuple[dict[str, Any], bytes] | None:
    """Return the recording as MP3 where a machine has ffmpeg; None where it has not, or it refuses."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    command = [
        program,
        "-v",
        "error",
        "-i",
        "pipe:0",
        "-map_metadata",
        "-1",
        "-t",
        str(MOST_SECONDS),
        "-f",
        "wav",
        "-",
    ]
    done = subprocess.run(  # noqa: S603
        command, input=data, capture_output=True, timeout=FFMPEG_SECONDS, check=False
    )
    return _as_mp3(done.stdout) if done.returncode == 0 and done.stdout else None
