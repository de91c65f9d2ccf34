"""The shop's live goods as pieces to print, in one language."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import override

from catalogue.facade import search
from certification.certificates.facade import certificate_url, certificates_of_products
from certification.standards.facade import brand_licence
from jkrlm.kernel import clock
from sellers.registry.facade import groups_by_code
from storefront.brand_kit.brand import MOST_PIECES
from storefront.brand_kit.contracts import KitPiece, Pieces
from storefront.formats import rupees
from storefront.shop.addresses import absolute
from storefront.shop.filters import Filters
from storefront.shop.goods import cards_of, good_of_makers, page_of_makers
from storefront.shop.rows import CardRow

#: The store answers with so many cards at most.
_CARDS_AT_ONCE: Final = 48


def pieces_of_groups(codes: Iterable[str], *, language: str, page: int = 1) -> Pieces:
    """Return what the groups have in the shop, newest first: MOST_PIECES of it, which one paper holds."""
    slugs = _slugs_of(codes)
    if not slugs:
        return Pieces()
    with override(language):
        cards, number, total = page_of_makers(slugs, page=page, size=MOST_PIECES)
        return Pieces(_pieces(cards), page=number, total=total)


def piece_of_groups(codes: Iterable[str], slug: str, *, language: str) -> KitPiece | None:
    """Return one of the groups' goods in the shop; None where it is none of theirs."""
    slugs = _slugs_of(codes)
    with override(language):
        found = _pieces(good_of_makers(slugs, good=slug)) if slugs else ()
    return found[0] if found else None


def pieces_of_collection(filters: Filters, *, language: str) -> Pieces:
    """Return what the shop's listing shows for these filters, in its order: MOST_PIECES from their page."""
    with override(language):
        found = search(filters.to_query(page_size=MOST_PIECES))
        ids = found.product_ids
        parts = (ids[at : at + _CARDS_AT_ONCE] for at in range(0, len(ids), _CARDS_AT_ONCE))
        cards = [card for part in parts for card in cards_of(part)]
        return Pieces(_pieces(cards), page=found.page, total=found.total)


def _slugs_of(codes: Iterable[str]) -> list[str]:
    return [group.slug for group in groups_by_code(codes).values()]


def licensed(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of the groups that may use the brand today."""
    today = clock.today()
    return tuple(code for code in codes if brand_licence(code, on=today) is not None)


def _pieces(cards: list[CardRow]) -> tuple[KitPiece, ...]:
    certified = certificates_of_products([card.product_id for card in cards], on=clock.today())
    made = []
    for card in cards:
        held = certified.get(card.product_id, ())
        # A mark without a certificate in force is not printed: paper cannot be taken back.
        certificate = held[0] if held else None
        with override("en"):
            link = (
                certificate_url(certificate.number) if certificate else absolute(f"/products/{_slug(card)}/")
            )
        made.append(
            KitPiece(
                slug=_slug(card),
                title=card.name,
                maker=card.maker,
                place=card.place,
                price=rupees(card.price),
                certificate=certificate.number if certificate else "",
                grade=certificate.grade_name if certificate else "",
                gi=card.gi,
                link=link,
                picture_url=card.picture.url if card.picture else "",
                product_id=card.product_id,
            )
        )
    return tuple(made)


def _slug(card: CardRow) -> str:
    return card.url.rstrip("/").rpartition("/")[2]
