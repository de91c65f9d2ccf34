"""AMR as telephones of old record it, looked at frame by frame (RFC 4867, 5): no decoder of it is here."""

from typing import Final

from media.workshop.refusal import BROKEN, TOO_LONG, Refusal

MAGIC: Final = {"amr": b"#!AMR\n", "amr-wb": b"#!AMR-WB\n"}
#: Bytes of a frame with its head, by the frame's type; what is missing is no type.
_FRAMES: Final = {
    "amr": dict(enumerate((13, 14, 16, 18, 20, 21, 27, 32, 6))) | {15: 1},
    "amr-wb": dict(enumerate((18, 24, 33, 37, 41, 47, 51, 59, 61, 6))) | {14: 1, 15: 1},
}
_PER_SECOND: Final = 50


def checked(data: bytes, *, most_seconds: int) -> tuple[int, bytes]:
    """
    Return how many seconds it plays, rounded up, and the whole frames; a last one that is cut is left out.

    Raises:
        Refusal: something else than frames stands in it, or it is too long.
    """
    codec = "amr" if data.startswith(MAGIC["amr"]) else "amr-wb"
    start = at = len(MAGIC[codec])
    count = 0
    while at < len(data):
        head = data[at]
        size = _FRAMES[codec].get(head >> 3 & 15)
        if size is None or head & 0x83:
            raise Refusal(BROKEN)
        if at + size > len(data):
            break
        at += size
        count += 1
    if at == start:
        raise Refusal(BROKEN)
    if count > most_seconds * _PER_SECOND:
        raise Refusal(TOO_LONG, limit=most_seconds // 60)
    return -(-count // _PER_SECOND), data[:at]
