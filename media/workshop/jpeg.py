"""JPEG without what it tells, segment by segment and without decoding it (ITU-T T.81, B.1)."""

import re
from typing import Final

_NEXT_MARKER: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_END: Final = 0xD9
_JFIF: Final = 0xE0
_ADOBE: Final = 0xEE
#: Notes of cameras and programs: APP0 to APP15, and comments.
_NOTES: Final = frozenset((*range(0xE0, 0xF0), 0xFE))


def without_notes(data: bytes) -> bytes:
    """
    Return the picture without places, cameras, comments, small pictures, and what stands behind its end.

    What tells of colours (Adobe's APP14) and of dots on paper (JFIF) stays. What is no JPEG stays as it is.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while found := _NEXT_MARKER.search(data, at):
        # Between segments stands nothing; after a scan's head, its picture.
        kept.append(data[at : found.start()])
        marker, at = found[1][0], found.end()
        if marker == _END:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        stop = at + int.from_bytes(data[at : at + 2], "big")
        is_noted = marker in _NOTES and not (
            marker == _ADOBE or (marker == _JFIF and data[at + 2 : at + 7] == b"JFIF\0")
        )
        if not is_noted:
            kept.append(bytes((0xFF, marker)) + data[at:stop])
        at = max(stop, at)
    return b"".join((*kept, data[at:]))
