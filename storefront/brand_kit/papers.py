"""The kit's papers: cards on A4, a look book, a share picture."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from media.facade import page_png, pdf, qr_fills
from storefront.brand_kit.brand import (
    BLEED_MM,
    QR_MM_MIN,
    SAFE_MM,
    SHARE_PT,
    SHARE_PX,
    SHEETS,
    TEXT_PT_MIN,
    Sheet,
)
from storefront.brand_kit.contracts import KitPiece
from storefront.brand_kit.pictures import pictures_of

_DOCUMENTS: Final = Path(__file__).parent / "documents"
#: A book of MOST_PIECES with their pictures takes about three seconds.
_BOOK_SECONDS: Final = 40.0


def cards_pdf(
    kind: str, pieces: Sequence[KitPiece], *, language: str, copies: int = 1, with_price: bool = False
) -> bytes:
    """
    Return cards of one kind (a key of SHEETS), each piece's copies one after another.

    Raises:
        media.facade.DocumentRefused: too much for one document.
    """
    sheet = SHEETS[kind]
    photographs = pictures_of(piece.picture_url for piece in pieces) if sheet.has_picture else {}
    names = {address: f"p{number}" for number, address in enumerate(sorted(photographs))}
    with override(language):
        data = {
            **_frame(),
            **_sheet(sheet),
            "kind": kind,
            "title": str(sheet.name),
            "cards": [
                card
                for piece, card in zip(pieces, _cards(pieces, names, with_price=with_price), strict=True)
                for _copy in range(copies)
            ],
        }
    pictures = {names[address]: content for address, content in photographs.items()}
    return pdf(_DOCUMENTS / "cards.typ", data, language=language, pictures=pictures, seconds=_BOOK_SECONDS)


def look_book_pdf(
    pieces: Sequence[KitPiece], *, title: str, language: str, for_printer: bool, with_price: bool = True
) -> bytes:
    """
    Return the pieces as a book of A5 pages, two to a page; ``for_printer`` adds the bleed around each page.

    Raises:
        media.facade.DocumentRefused: too much for one document.
    """
    photographs = pictures_of(piece.picture_url for piece in pieces)
    names = {address: f"p{number}" for number, address in enumerate(sorted(photographs))}
    with override(language):
        makers = len({piece.maker for piece in pieces})
        data = {
            **_frame(),
            "title": title,
            "bleed_mm": BLEED_MM if for_printer else 0,
            "makers": ngettext("%(n)d group of women", "%(n)d groups of women", makers) % {"n": makers},
            "count": ngettext("%(n)d piece", "%(n)d pieces", len(pieces)) % {"n": len(pieces)},
            "prices": _("Prices are those of the shop on the day this was printed.") if with_price else "",
            "cards": _cards(pieces, names, with_price=with_price),
        }
    pictures = {names[address]: content for address, content in photographs.items()}
    return pdf(
        _DOCUMENTS / "look_book.typ", data, language=language, pictures=pictures, seconds=_BOOK_SECONDS
    )


def share_png(piece: KitPiece, *, language: str) -> bytes:
    """Return a square picture of a piece in the brand's frame, to send on."""
    photographs = pictures_of([piece.picture_url])
    pictures = {"p0": photographs[piece.picture_url]} if photographs else {}
    names = {piece.picture_url: "p0"} if photographs else {}
    with override(language):
        data = {**_frame(), "card": _cards([piece], names, with_price=True)[0], "side_pt": SHARE_PT}
    return page_png(
        _DOCUMENTS / "share.typ",
        data,
        language=language,
        page_width_pt=SHARE_PT,
        width=SHARE_PX,
        pictures=pictures,
    )


def _frame() -> dict[str, Any]:
    """What every paper says of the brand, in the active language."""
    return {
        "brand": _("Umeed"),
        "line": _("by women’s self-help groups of J&K"),
        "words": {
            "made_by": _("Made by"),
            "certified": _("Certified"),
            "scan": _("Scan: who made it"),
            "scan_certificate": _("Scan: its certificate"),
        },
        "qr_mm": QR_MM_MIN,
        "safe_mm": SAFE_MM,
        "text_pt": TEXT_PT_MIN,
    }


def _sheet(sheet: Sheet) -> dict[str, float]:
    return {
        "page_width": sheet.page_width,
        "page_height": sheet.page_height,
        "columns": sheet.columns,
        "per_page": sheet.per_page,
        "width": sheet.width,
        "height": sheet.height,
        "left": sheet.left,
        "top": sheet.top,
        "gap_x": sheet.gap_x,
    }


def _cards(pieces: Sequence[KitPiece], names: Mapping[str, str], *, with_price: bool) -> list[dict[str, Any]]:
    cards = []
    for piece, code in zip(pieces, qr_fills([piece.link for piece in pieces]), strict=True):
        card = asdict(piece) | {"side": code.side, "path": code.path}
        card["picture"] = names.get(piece.picture_url, "")
        card["price"] = piece.price if with_price else ""
        cards.append(card)
    return cards
