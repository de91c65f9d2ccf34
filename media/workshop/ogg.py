"""Opus out of the wrappings that browsers record in, in Ogg (RFC 9559, RFC 7845): the same packets."""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

from media.workshop.refusal import BROKEN, NOT_READABLE, Refusal

#: Elements that hold others: Segment, Cluster, Tracks, TrackEntry, BlockGroup.
_HOLDERS: Final = frozenset({0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0})
_FILM: Final = b"\x01"


def ogg_of_webm(webm: bytes) -> bytes:
    """
    Return the Opus packets of a WebM recording in Ogg.

    Raises:
        Refusal: there is no Opus in it, more than one track or a film, or it makes no sense.
    """
    heads, packets = [], []
    for element, payload in _elements(webm):
        if element == 0x63A2:
            heads.append(payload)
        elif element == 0x83 and payload.lstrip(b"\0") == _FILM:
            raise Refusal(NOT_READABLE)
        elif element in (0xA3, 0xA1):
            _track, size = _number(payload, 0, keep_marker=False)
            if len(payload) < size + 3 or payload[size + 2] & 0x06:
                raise Refusal(BROKEN)
            packets.append(payload[size + 3 :])
    if len(heads) != 1:
        raise Refusal(NOT_READABLE)
    return ogg_of(heads[0], packets)


def ogg_of(head: bytes, packets: Iterable[bytes]) -> bytes:
    """
    Return Opus packets in Ogg; ``head`` begins with OpusHead.

    Raises:
        Refusal: it does not, or there are no packets.
    """
    packets = list(packets)
    if not head.startswith(b"OpusHead") or len(head) < 19 or not packets:
        raise Refusal(NOT_READABLE)
    pages = [_page(head, 0, 0, flag=2), _page(b"OpusTags" + struct.pack("<I", 5) + b"Umeed" + bytes(4), 1, 0)]
    played = struct.unpack_from("<H", head, 10)[0]
    for number, packet in enumerate(packets):
        played += _samples(packet)
        pages.append(_page(packet, number + 2, played, flag=4 if number == len(packets) - 1 else 0))
    return b"".join(pages)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """
    Yield the elements that hold none, one after another.

    What holds others is not climbed into but stepped over: only its head is read. So it does not matter that
    a browser that is still recording does not say how long a cluster gets (RFC 9559, 23.2).
    """
    at = 0
    while at < len(data):
        element, used = _number(data, at, keep_marker=True)
        size, more = _number(data, at + used, keep_marker=False)
        at += used + more
        if element not in _HOLDERS:
            yield element, data[at : at + size]
            at += size


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
