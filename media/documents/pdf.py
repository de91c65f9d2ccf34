"""
PDF, and pictures of one page, by typst, in this process.

One compiler serves the process, because reading the fonts costs more than a document. Its calls run on one
thread of their own: that orders them, and a caller who waits too long can leave. Templates are ours;
what people wrote reaches them as JSON only, so it can be set but not run.
"""

import base64
import io
import json
import os
import re
import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from PIL import Image

from jkrlm.kernel.money import Money
from media.errors import DocumentRefused

_HERE: Final = Path(__file__).parent
_LANGUAGE: Final = frozenset({"en", "hi", "ur"})

#: Limits of one document. A statement of 2,000 lines is 0.4 MB of data, and takes under a second.
DATA_BYTES: Final = 4_000_000
PDF_BYTES: Final = 20_000_000
SECONDS: Final = 20.0
#: All pictures of one document together, as JPEG or PNG.
PICTURES_BYTES: Final = 30_000_000
_POINTS_PER_INCH: Final = 72

#: Characters that turn the direction of what follows: a name with one could turn a sum round.
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass
class _Press:
    """The compiler of this process and the thread it runs on."""

    process_id: int
    compiler: Any
    thread: ThreadPoolExecutor


_lock: Final = threading.Lock()
_press: list[_Press] = []


def pdf(
    template: Path,
    data: Mapping[str, object],
    *,
    language: str,
    pictures: Mapping[str, bytes] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """
    Set a document. The same template, data, pictures and language give the same bytes.

    ``data`` may hold what JSON knows, and Decimal, Money (its amount), date and datetime (ISO 8601). Each of
    the ``pictures`` (JPEG or PNG) is the file ``<name>.svg`` to the template.

    Raises:
        DocumentRefused: too much data, too large a document, or it took too long.
        typst.TypstError: the template is wrong; a bug.
    """
    made = _set(template, data, language, pictures or {}, seconds, format="pdf", timestamp=0)
    if len(made) > PDF_BYTES:
        raise DocumentRefused("This document is too large; choose a shorter period.")
    return made


def page_png(
    template: Path,
    data: Mapping[str, object],
    *,
    language: str,
    page_width_pt: float,
    width: int,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """
    Draw a document of one page, ``page_width_pt`` points wide, as a PNG of so many pixels' width.

    Raises:
        DocumentRefused, typst.TypstError: as ``pdf`` does.
    """
    ppi = _POINTS_PER_INCH * width / page_width_pt
    return _set(template, data, language, pictures or {}, SECONDS, format="png", ppi=ppi)


def _set(
    template: Path,
    data: Mapping[str, object],
    language: str,
    pictures: Mapping[str, bytes],
    seconds: float,
    **how: Any,
) -> bytes:
    written = _TURNS.sub("", json.dumps(data, default=_plain, ensure_ascii=False, sort_keys=True))
    if len(written.encode()) > DATA_BYTES or sum(map(len, pictures.values())) > PICTURES_BYTES:
        raise DocumentRefused("There is too much in this document; choose a shorter period.")
    inputs = {"data": written, "language": language if language in _LANGUAGE else "en"}
    files = {"main.typ": template.read_bytes()}
    files |= {f"{name}.svg": _as_svg(content) for name, content in pictures.items()}
    press, job = _handed_in(input=files, sys_inputs=inputs, **how)
    try:
        return job.result(timeout=seconds)
    except FutureTimeout:
        # What could be taken out of the queue was never begun: the press works, on somebody else's.
        if not job.cancel() and not job.done():
            _give_up(press)
    except CancelledError:
        # The one before it was given up, and the press with it.
        pass
    raise DocumentRefused("This document takes too long; try again later.", code="TOO_SLOW")


def _handed_in(**work: Any) -> tuple[_Press, Future[bytes]]:
    press = _ready_press()
    try:
        return press, press.thread.submit(press.compiler.compile, **work)
    except RuntimeError:
        # Given up by another thread this moment; there is a new one.
        press = _ready_press()
        return press, press.thread.submit(press.compiler.compile, **work)


def _as_svg(picture: bytes) -> bytes:
    """The compiler takes files beside the template only as text; a picture within an SVG is text."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    width, height = Image.open(io.BytesIO(picture)).size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,'.encode()
        + base64.b64encode(picture)
        + b'"/></svg>'
    )


def _ready_press() -> _Press:
    """A fork takes neither the thread nor its locks along, so each process makes its own."""
    with _lock:
        if not _press or _press[0].process_id != os.getpid():
            _press[:] = [_new_press()]
        return _press[0]


def _new_press() -> _Press:
    # Imported here: 7 MB that a worker which never prints does not need.
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )
    compiler = typst.Compiler(
        root=str(_HERE / "library"),
        font_paths=fonts,
        package_path=str(_HERE / "library"),
        package_cache_path=str(_HERE / "library"),
    )
    return _Press(os.getpid(), compiler, ThreadPoolExecutor(max_workers=1, thread_name_prefix="typst"))


def _give_up(press: _Press) -> None:
    """Leave a thread that does not come back; the next caller gets a new one."""
    with _lock:
        if _press and _press[0] is press:
            _press.clear()
    press.thread.shutdown(wait=False, cancel_futures=True)


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return f"{value.amount:f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset | set):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"{type(value).__name__} cannot be put into a document")
