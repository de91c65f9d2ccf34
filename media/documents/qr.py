"""QR codes."""

import io
from typing import Final

import segno

#: Version 40 at level M holds 2331 bytes; what is longer is a mistake of the caller.
LONGEST_BYTES: Final = 2331


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
