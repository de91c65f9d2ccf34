"""QR codes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno

#: Version 40 at level M holds 2331 bytes; what is longer is a mistake of the caller.
LONGEST_BYTES: Final = 2331
QUIET_MODULES: Final = 4


def qr_svg(text: str) -> str:
    """
    Return the QR code of a text (level M) as an SVG element that scales to its box: no declaration,
    no script, no inline style. Black on white with the quiet zone of four modules.

    Raises:
        ValueError: nothing to encode, or more than a code can hold.
    """
    if not text or len(text.encode()) > LONGEST_BYTES:
        raise ValueError("A QR code holds between 1 and 2331 bytes.")
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
        dark="#000",
        light="#fff",
        border=4,
    )
    return out.getvalue().decode()


@dataclass(frozen=True, slots=True)
class QrFill:
    """
    A QR code as an SVG path to be filled, drawn in modules: ``side`` with the quiet zone of four.
    """

    side: int
    path: str


def qr_fills(texts: Sequence[str]) -> tuple[QrFill, ...]:
    """
    Return the QR codes (level M) of texts that differ little, as those of one batch of labels do.

    The mask is chosen by penalty for the first of each length, and kept for the rest: choosing it is four
    fifths of the work, and a reader takes any.

    Raises:
        ValueError: nothing to encode, or more than a code can hold.
    """
    masks: dict[int, int] = {}
    made = []
    for text in texts:
        if not text or len(text.encode()) > LONGEST_BYTES:
            raise ValueError("A QR code holds between 1 and 2331 bytes.")
        mask = masks.get(len(text))
        code = segno.make(text, error="m", micro=False, boost_error=False, mask=mask)
        masks.setdefault(len(text), code.mask)
        made.append(QrFill(len(code.matrix) + 2 * QUIET_MODULES, _fill(code.matrix)))
    return tuple(made)


def _fill(matrix: Sequence[bytearray]) -> str:
    """Return runs of dark modules as rectangles."""
    parts = []
    for y, row in enumerate(matrix, QUIET_MODULES):
        x, width = 0, len(row)
        while x < width:
            if not row[x]:
                x += 1
                continue
            start = x
            while x < width and row[x]:
                x += 1
            parts.append(f"M{start + QUIET_MODULES} {y}h{x - start}v1h{start - x}z")
    return "".join(parts)
