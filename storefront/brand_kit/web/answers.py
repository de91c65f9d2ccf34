"""A paper as an answer: made now, kept by nobody."""

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Limit, TooManyAttempts
from media.facade import DocumentRefused, FilesUnavailable
from storefront.brand_kit.contracts import Pieces
from storefront.brand_kit.errors import NothingToPrint
from storefront.brand_kit.papers import cards_pdf, look_book_pdf
from storefront.brand_kit.web.forms import BOOK, Wish

#: Papers and pictures of one person: each takes seconds of the one press that sets invoices too.
PAPERS: Final = Limit("brand-kit", 30, timedelta(minutes=10))


def status_of(refusal: DomainError) -> HTTPStatus:
    """Say whether the same again may be asked for later, or something else must be."""
    if isinstance(refusal, TooManyAttempts):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refusal, FilesUnavailable) or (
        isinstance(refusal, DocumentRefused) and refusal.code == "TOO_SLOW"
    ):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.UNPROCESSABLE_ENTITY


def paper(wish: Wish, pieces: Pieces, *, title: str) -> HttpResponse:
    """
    Return the paper that was asked for.

    Raises:
        NothingToPrint: none of the pieces was chosen.
        media.facade.DocumentRefused: too much for one document.
    """
    chosen = wish.chosen(pieces.on_page)
    if not chosen:
        raise NothingToPrint(_("Choose at least one piece."), field="piece")
    if wish.kind == BOOK:
        made = look_book_pdf(
            chosen,
            title=title,
            language=wish.language,
            for_printer=wish.for_printer,
            with_price=wish.with_price,
        )
    else:
        made = cards_pdf(
            wish.kind, chosen, language=wish.language, copies=wish.copies, with_price=wish.with_price
        )
    part = f"-{pieces.page}" if pieces.pages > 1 else ""
    return download(made, f"umeed-{wish.kind}-{wish.language}{part}.pdf", "application/pdf")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
