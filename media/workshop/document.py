"""Uploaded PDFs: judged and written anew. The only module that touches pikepdf. Without Django."""

import io
from typing import Any, Final

import pikepdf

from media.workshop.refusal import (
    BROKEN,
    HAS_FILES,
    HAS_PROGRAM,
    LOCKED,
    NOT_READABLE,
    TOO_MANY_PAGES,
    Refusal,
)

MOST_PAGES: Final = 30
_MOST_OBJECTS: Final = 50_000
_MOST_BYTES: Final = 20 * 1024 * 1024
#: What runs when a paper is opened, printed or clicked on (ISO 32000-2, 12.6.4).
_PROGRAMS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
)
_FILES: Final = frozenset({"/Filespec", "/EmbeddedFile"})
#: What a paper may know about its maker, and what acts by itself: left out.
_LEFT_OUT: Final = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/URI", "/Collection", "/Requirements")


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Return how many pages a PDF has, and the PDF written anew.

    Raises:
        Refusal: none, locked, too long, with a program or other files inside.
    """
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise Refusal(NOT_READABLE)
    try:
        paper = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Refusal(LOCKED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refusal(BROKEN) from error
    with paper:
        if paper.is_encrypted:
            raise Refusal(LOCKED)
        pages = len(paper.pages)
        if pages == 0:
            raise Refusal(BROKEN)
        if pages > MOST_PAGES:
            raise Refusal(TOO_MANY_PAGES, limit=MOST_PAGES)
        if len(paper.objects) > _MOST_OBJECTS:
            raise Refusal(BROKEN)
        _judge(paper)
        for name in _LEFT_OUT:
            if name in paper.Root:
                del paper.Root[name]
        for page in paper.pages:
            for name in ("/AA", "/Metadata", "/PieceInfo"):
                if name in page.obj:
                    del page.obj[name]
        if "/Info" in paper.trailer:
            del paper.trailer["/Info"]
        out = io.BytesIO()
        paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    made = out.getvalue()
    if len(made) > _MOST_BYTES or not _opens(made, pages):
        raise Refusal(BROKEN)
    return {"pages": pages}, made


def _opens(made: bytes, pages: int) -> bool:
    """Say whether it is what it should be: what was found of a file that was cut short may be no PDF."""
    try:
        with pikepdf.open(io.BytesIO(made)) as paper:
            return len(paper.pages) == pages
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return False


def _judge(paper: pikepdf.Pdf) -> None:
    """Look at every object, direct ones within them too: a program hides in any dictionary."""
    for each in paper.objects:
        _judge_one(each, 0)


def _judge_one(each: Any, depth: int) -> None:
    if depth > 60:
        raise Refusal(BROKEN)
    if isinstance(each, pikepdf.Array):
        for inner in each.as_list():
            if not inner.is_indirect if isinstance(inner, pikepdf.Object) else False:
                _judge_one(inner, depth + 1)
        return
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return
    if str(each.get("/S", "")) in _PROGRAMS or "/JS" in each or "/XFA" in each or "/JavaScript" in each:
        raise Refusal(HAS_PROGRAM)
    kind, subtype = str(each.get("/Type", "")), str(each.get("/Subtype", ""))
    if (
        kind in _FILES
        or "/EmbeddedFiles" in each
        or subtype in ("/FileAttachment", "/RichMedia", "/3D", "/Movie")
    ):
        raise Refusal(HAS_FILES)
    for _name, inner in each.items():
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            _judge_one(inner, depth + 1)
