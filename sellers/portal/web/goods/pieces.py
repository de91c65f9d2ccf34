"""
A photograph that arrives in pieces: the core of tus 1.0 at the address that the phone gave it.

HEAD says how far it has come, PATCH goes on from there; the last piece has it checked and kept. All of it may
be repeated, and goes on after whatever was cut or killed (decision 0042).
"""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import FILE_MAX_BYTES, FilesUnavailable, UploadRefused, uploads
from sellers.portal.access import SellerRequest
from sellers.portal.selectors import kept_file
from sellers.portal.services.keep_file import keep_file, sender_of
from sellers.portal.web.goods.whose import Hers

PIECES: Final = "application/offset+octet-stream"
VERSION: Final = "1.0.0"
_NUMBER_DIGITS: Final = 9


def in_pieces(request: HttpRequest) -> bool:
    return "Tus-Resumable" in request.headers


def how_far(request: SellerRequest, whose: Hers, draft: UUID, name: UUID) -> HttpResponse:
    """Answer HEAD: how many bytes have come; a file that is kept has come whole."""
    length = _number(request, "Upload-Length")
    found = uploads.received_of(sender_of(whose.person_id), name)
    if length is not None and _is_kept(whose, draft, name):
        found = (length, length)
    if found is None:
        return _answer(404)
    return _answer(200, offset=found[0], length=found[1])


def take_piece(request: SellerRequest, whose: Hers, draft: UUID, name: UUID, group_code: str) -> HttpResponse:
    """Answer PATCH. A body that was cut short counts as far as it came."""
    offset, length = _number(request, "Upload-Offset"), _number(request, "Upload-Length")
    if request.headers["Tus-Resumable"] != VERSION:
        return _answer(412)
    if request.content_type not in (PIECES, "") or offset is None or length is None:
        return _answer(400)
    sender = sender_of(whose.person_id)
    if _is_kept(whose, draft, name):
        uploads.forget(sender, name)
        return _answer(204, offset=length)
    data: bytes = request.read(uploads.PIECE_BYTES)
    try:
        come = uploads.receive(
            sender,
            name,
            offset=offset,
            length=length,
            data=data,
            most=FILE_MAX_BYTES,
            now=clock.now(),
            bundle=draft,
        )
    except UploadRefused as refused:
        if refused.code == "OFFSET":
            return _answer(409, offset=int(str(refused.params["received"])))
        if refused.code == "TOO_MANY":
            return _refused(refused, status=429)
        return _refused(refused)
    if come == length:
        try:
            keep_file(
                draft=draft,
                name=name,
                kind="voice" if request.GET.get("kind") == "voice" else "photo",
                data=uploads.assembled(sender, name),
                group_code=group_code,
                person_id=whose.person_id,
                now=clock.now(),
            )
        except FilesUnavailable as away:
            return JsonResponse({"code": away.code, "message": away.message}, status=503)
        except DomainError as refused:
            uploads.forget(sender, name)
            return _refused(refused)
        uploads.forget(sender, name)
    return _answer(204, offset=come)


def _is_kept(whose: Hers, draft: UUID, name: UUID) -> bool:
    return kept_file(draft, name, group_codes=whose.codes, person_id=whose.person_id) is not None


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS else None


def _answer(status: int, *, offset: int | None = None, length: int | None = None) -> HttpResponse:
    answer = HttpResponse(status=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store"})
    for name, value in (("Upload-Offset", offset), ("Upload-Length", length)):
        if value is not None:
            answer[name] = str(value)
    return answer


def _refused(refused: DomainError, *, status: int = 422) -> HttpResponse:
    words = {"photos": refused.message}
    return JsonResponse({"code": "REFUSED", "errors": words, "message": refused.message}, status=status)
