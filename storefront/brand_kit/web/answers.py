"""A paper as an answer: made now, kept by nobody."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from storefront.brand_kit.contracts import KitPiece
from storefront.brand_kit.errors import NothingToPrint
from storefront.brand_kit.papers import cards_pdf, look_book_pdf
from storefront.brand_kit.web.forms import BOOK, Wish


def paper(wish: Wish, pieces: tuple[KitPiece, ...], *, title: str) -> HttpResponse:
    """
    Return the paper that was asked for.

    Raises:
        NothingToPrint: none of the pieces was chosen.
        media.facade.DocumentRefused: too much for one document.
    """
    chosen = wish.chosen(pieces)
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
    return download(made, f"umeed-{wish.kind}-{wish.language}.pdf", "application/pdf")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
