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
from storefront.brand_kit.contracts import KitPiece
from storefront.formats import rupees
from storefront.shop.addresses import absolute
from storefront.shop.filters import Filters
from storefront.shop.goods import cards_of, goods_of_maker
from storefront.shop.rows import CardRow

#: The store answers with so many cards at most.
_CARDS_AT_ONCE: Final = 48


def pieces_of_groups(codes: Iterable[str], *, language: str) -> tuple[KitPiece, ...]:
    """Return what the groups have in the shop, newest first of each group; at most MOST_PIECES."""
    with override(language):
        cards = [
            card
            for group in groups_by_code(codes).values()
            for card in goods_of_maker(group.slug, most=MOST_PIECES)
        ]
        return _pieces(cards[:MOST_PIECES])


def pieces_of_collection(filters: Filters, *, language: str) -> tuple[KitPiece, ...]:
    """Return what the shop's listing shows for these filters, in its order; at most MOST_PIECES."""
    with override(language):
        ids = search(filters.to_query(page_size=MOST_PIECES)).product_ids
        parts = (ids[at : at + _CARDS_AT_ONCE] for at in range(0, len(ids), _CARDS_AT_ONCE))
        return _pieces([card for part in parts for card in cards_of(part)])


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
