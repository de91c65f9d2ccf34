"""Recordings as phones make them, built here box by box, and what only looks like one"""

import io
import struct

import numpy as np
import soundfile

RATE = 16_000
#: A silent packet of AAC-LC, one channel.
QUIET = bytes.fromhex("00c800802380")
#: AudioSpecificConfig: AAC-LC, 44,100 Hz, one channel.
AAC = bytes.fromhex("1208")
#: A frame of AMR 12.2, and one of AMR-WB 6.6.
FRAME, WIDE_FRAME = b"\x3c" + bytes(31), b"\x04" + bytes(17)
#: What must not be in anything that is kept.
TOLD = b"+34.08+74.79/ Phone of Zeba"


def spoken(
    image_format: str, subtype: str, seconds: float = 1.2, loud: float = 0.2, rate: int = RATE
) -> bytes:
    """A tone of 440 Hz, as a telephone would send it."""
    out = io.BytesIO()
    tone = np.sin(np.arange(int(rate * seconds)) * 440 * 2 * np.pi / rate) * loud
    soundfile.write(out, tone, rate, format=image_format, subtype=subtype)
    return out.getvalue()


def opus(seconds: float = 1.2) -> list[bytes]:
    """OpusHead, then the packets."""
    packets, packet, at, ogg = [], b"", 0, spoken("OGG", "OPUS", seconds)
    while at < len(ogg):
        count = ogg[at + 26]
        lacing, body = ogg[at + 27 : at + 27 + count], at + 27 + count
        for size in lacing:
            packet, body = packet + ogg[body : body + size], body + size
            if size < 255:
                packets.append(packet)
                packet = b""
        at = body
    return [packets[0], *packets[2:]]


def webm(seconds: float = 1.2, *, clusters: int = 1, track: bytes = b"", tail: bytes = b"") -> bytes:
    """The same in WebM as a browser records it: sizes of segment and clusters unknown, no length."""

    def element(name: bytes, data: bytes) -> bytes:
        return name + (0x10000000 | len(data)).to_bytes(4, "big") + data

    head, *packets = opus(seconds)
    unknown = b"\x01\xff\xff\xff\xff\xff\xff\xff"
    entry = element(b"\xd7", b"\x01") + element(b"\x86", b"A_OPUS") + element(b"\x63\xa2", head)
    each = -(-len(packets) // clusters)
    parts = [packets[at : at + each] for at in range(0, len(packets), each)]
    return (
        element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
        + b"\x18\x53\x80\x67" + unknown
        + element(b"\x16\x54\xae\x6b", element(b"\xae", entry) + track)
        + b"".join(
            b"\x1f\x43\xb6\x75" + unknown + element(b"\xe7", b"\0")
            + b"".join(element(b"\xa3", b"\x81\0\0\x80" + packet) for packet in part)
            for part in parts
        )
        + tail
    )  # fmt: skip


def box(kind: bytes, *inner: bytes) -> bytes:
    content = b"".join(inner)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def aac_entry(config: bytes = AAC, *, object_type: int = 0x40) -> bytes:
    decoder = bytes((object_type, 0x15)) + bytes(11) + bytes((5, len(config))) + config
    stream = b"\0\0\0" + bytes((4, 0x80, 0x80, len(decoder))) + decoder
    esds = box(b"esds", bytes(4), bytes((3, len(stream))), stream)
    return box(b"mp4a", bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHI", 2, 16, 0) + bytes(4), esds)


def opus_entry(head: bytes) -> bytes:
    channels, skipped, hertz, gain, family = struct.unpack_from("<BHIhB", head, 9)
    told = struct.pack(">BBHIhB", 0, channels, skipped, hertz, gain, family)
    return box(
        b"Opus", bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHI", 2, 16, 0) + bytes(4), box(b"dOps", told)
    )


def amr_entry() -> bytes:
    return box(b"samr", bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHI", 1, 16, 0) + bytes(4))


def trak(entry: bytes, sizes: list[int], place: int, *, handler: bytes = b"soun", number: int = 1) -> bytes:
    """A track whose packets lie in one chunk; without sizes its packets lie in fragments."""
    chunks = (place,) if sizes else ()
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", bytes(8)),
        box(b"stsc", struct.pack(">II", 0, len(chunks)), struct.pack(">III", 1, len(sizes), 1) if chunks else b""),
        box(b"stsz", struct.pack(f">III{len(sizes)}I", 0, 0, len(sizes), *sizes)),
        box(b"stco", struct.pack(f">II{len(chunks)}I", 0, len(chunks), *chunks)),
    )  # fmt: skip
    return box(
        b"trak",
        box(b"tkhd", bytes(12) + struct.pack(">I", number) + bytes(68)),
        box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13)), box(b"minf", table)),
        box(b"udta", TOLD),
    )


def mp4(
    packets: list[bytes], entry: bytes = b"", *, brand: bytes = b"M4A ", more: bytes = b"", extra: bytes = b""
) -> bytes:
    """A recording of a phone: the sound first, its tables behind; ``more`` tracks, ``extra`` in the sound."""
    head = box(b"ftyp", brand + b"\0\0\2\0" + brand)
    film = box(
        b"moov",
        box(b"mvhd", bytes(100)),
        trak(entry or aac_entry(), [len(each) for each in packets], len(head) + 8),
        more,
        box(b"meta", TOLD),
    )
    return head + box(b"mdat", *packets, extra) + film


def fragments(packets: list[bytes], entry: bytes = b"", each: int = 50) -> bytes:
    """A recording of a browser: the tables first and empty, then a few packets at a time."""
    trex = box(b"trex", struct.pack(">IIIIII", 0, 1, 1, 1024, 0, 0))
    made = box(b"ftyp", b"iso5\0\0\2\0iso5mp41") + box(
        b"moov", box(b"mvhd", bytes(100)), trak(entry or aac_entry(), [], 0), box(b"mvex", trex)
    )
    for at in range(0, len(packets), each):
        part = packets[at : at + each]

        def moof(place: int, part: list[bytes] = part) -> bytes:
            run = struct.pack(f">IIi{len(part)}I", 0x201, len(part), place, *map(len, part))
            tfhd = box(b"tfhd", struct.pack(">II", 0x20000, 1))
            return box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", tfhd, box(b"trun", run)))

        made += moof(len(moof(0)) + 8) + box(b"mdat", *part)
    return made
