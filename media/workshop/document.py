"""Uploaded PDFs: judged and written anew. The only module that touches pikepdf. Without Django."""

import io
import zlib
from typing import Any, Final

import pikepdf

from media.workshop.jpeg import without_notes
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
#: What acts by itself when the paper is opened: left out of the catalogue.
_LEFT_OUT: Final = ("/OpenAction", "/URI", "/Collection", "/Requirements")
#: What any object may know about its maker, or hang on to itself, or does when it is seen: left out.
_TELLING: Final = ("/AA", "/AF", "/Metadata", "/PieceInfo")
#: What leads out of the paper into another file, or plays one: emptied, so that a click on it does nothing.
_AWAY: Final = frozenset({"/GoToR", "/GoToE", "/Thread", "/Sound", "/Movie"})
#: A page may call its letters and pictures whatever it likes: these are no notes.
_RESOURCES: Final = frozenset({"/Font", "/XObject", "/ExtGState", "/Pattern", "/Image", "/Form"})


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Return how many pages a PDF has, and the PDF written anew: without what it and its photographs tell of
    people, places and programs, and without ways into other files.

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
        for each in paper.objects:
            _hush(each)
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
        or ("/EF" in each and not _is_resource(each["/EF"]))
        or subtype in ("/FileAttachment", "/RichMedia", "/3D", "/Movie")
    ):
        raise Refusal(HAS_FILES)
    for _name, inner in each.items():
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            _judge_one(inner, depth + 1)


def _hush(each: Any) -> None:
    """Take out of an object, and of the direct ones within it, what tells and what leads away."""
    if isinstance(each, pikepdf.Array):
        inside: list[Any] = list(each.as_list())
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for name in _TELLING:
            if name in each and not _is_resource(each[name]):
                del each[name]
        if isinstance(each, pikepdf.Stream):
            _hush_picture(each)
        elif str(each.get("/S", "")) in _AWAY:
            for name in list(each.keys()):
                del each[name]
        inside = [inner for _name, inner in each.items()]
    else:
        return
    for inner in inside:
        # ``_judge`` has refused what is deeper than this already.
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            _hush(inner)


def _is_resource(value: Any) -> bool:
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return bool({str(value.get("/Type", "")), str(value.get("/Subtype", ""))} & _RESOURCES)


def _hush_picture(picture: pikepdf.Stream) -> None:
    """Take a camera's notes out of a photograph that lies in the paper as the camera made it."""
    told = picture.get("/Filter")
    names = [str(name) for name in told.as_list()] if isinstance(told, pikepdf.Array) else [str(told)]
    if names not in (["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]):
        return
    data = picture.read_raw_bytes()
    if len(names) == 2:
        opener = zlib.decompressobj()
        data = opener.decompress(data, _MOST_BYTES)
        if opener.unconsumed_tail:
            raise Refusal(BROKEN)
    parms = picture.get("/DecodeParms")
    if isinstance(parms, pikepdf.Array):
        parms = parms[-1]
    picture.write(
        without_notes(data),
        filter=pikepdf.Name.DCTDecode,
        decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None,
    )
