"""Uploaded PDFs: checked, written anew without programs and attachments, seen only through a view."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.http import HttpResponse

from jkrlm.kernel import clock
from media import files
from media.answers import signed_answer
from media.errors import PaperUnknown
from media.keeping import keep_for, refuse_when_full
from media.models import StoredDocument
from media.rules import MAX_BYTES
from media.sentences import paper_refused
from media.workshop import parent
from media.workshop.refusal import TOO_MANY_BYTES, Refusal

_KEY: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept PDF."""

    key: str
    pages: int
    bytes: int


def is_pdf(data: bytes) -> bool:
    """Say whether a file claims to be a PDF: by its first bytes, whatever its name says."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def store_paper(data: bytes, *, owner: str = "") -> Paper:
    """
    Check and keep a PDF privately; the same bytes again are the same paper.

    Raises:
        PaperRefused: none, broken, locked, with a program or files inside, or too long.
        QuotaReached: the owner has no space left.
        FilesUnavailable: nothing was kept.
    """
    key = hashlib.sha256(b"paper:" + data).hexdigest()
    known = StoredDocument.objects.filter(key=key).first()
    if known is not None and files.exists(stored_paper_name(key)):
        keep_for(owner, key, known.size_bytes, now=clock.now())
        return _contract(known)
    try:
        if len(data) > MAX_BYTES:
            raise Refusal(TOO_MANY_BYTES, limit=MAX_BYTES // 2**20)
        made = parent.cleaned("document", data)
    except Refusal as refusal:
        raise paper_refused(refusal) from refusal
    if owner:
        refuse_when_full(owner, len(made.data))
    files.write(stored_paper_name(key), made.data)
    with transaction.atomic():
        row, _made = StoredDocument.objects.get_or_create(
            key=key,
            defaults={
                "pages": made.facts["pages"],
                "size_bytes": len(made.data),
                "created_at": clock.now(),
            },
        )
        keep_for(owner, key, row.size_bytes, now=clock.now())
    return _contract(row)


def paper(key: str) -> Paper:
    """
    Return a kept PDF.

    Raises:
        PaperUnknown: nothing is kept under this key.
    """
    row = StoredDocument.objects.filter(key=key).first() if _KEY.fullmatch(key) else None
    if row is None:
        raise PaperUnknown("No paper has this key.", field="key")
    return _contract(row)


def paper_answer(key: str, *, filename: str = "paper.pdf") -> HttpResponse:
    """
    Answer with the PDF to a reader whom the caller's view has let in: to be saved, never run in our name.

    Raises:
        PaperUnknown: nothing is kept under this key, or its file is gone.
    """
    paper(key)
    disposition = f'attachment; filename="{re.sub(r"[^a-zA-Z0-9._-]", "-", filename)}"'
    try:
        sent = signed_answer(stored_paper_name(key), "application/pdf", disposition=disposition)
        if sent is not None:
            return sent
        data = files.read(stored_paper_name(key))
    except FileNotFoundError as error:
        raise PaperUnknown("The paper's file is missing.", field="key") from error
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    return answer


def paper_sign(key: str) -> HttpResponse:
    """
    Answer with a drawing that stands for the PDF in a page: a sheet, and how many pages it has.

    Raises:
        PaperUnknown: nothing is kept under this key.
    """
    found = paper(key)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#F1E8DA" d="M0 0h96v96H0z"/>'
        '<path fill="#fff" stroke="#5F4A4A" stroke-width="2" d="M26 14h32l14 14v54H26z"/>'
        '<text x="49" y="54" font-family="sans-serif" font-size="15" font-weight="700" text-anchor="middle" '
        f'fill="#7C1F3D">PDF</text><text x="49" y="72" font-family="sans-serif" font-size="12" '
        f'text-anchor="middle" fill="#2A1A1F">{found.pages}</text></svg>'
    )
    answer = HttpResponse(drawing, content_type="image/svg+xml")
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def stored_paper_name(key: str) -> str:
    """Return the name in storage: ``private-papers/ab/abcd….pdf``."""
    return f"private-papers/{key[:2]}/{key}.pdf"


def _contract(row: StoredDocument) -> Paper:
    return Paper(row.key, row.pages, row.size_bytes)
