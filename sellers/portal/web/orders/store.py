"""What only the store knows of an order: pictures, names in other languages, where the parcel goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from commerce.facade import StoreUnavailable, app_store
from sellers.orders.facade import Gift, Piece, SellerOrderCard, gift_of

#: The store lists so many goods at once.
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Look:
    """``names`` are by language; both are empty where the store has none."""

    picture: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


_BARE: Final = Look()


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks by the store's id of a product, or by SKU; ``is_away`` where the store could not be asked."""

    found: Mapping[str, Look] = field(default_factory=dict)
    is_away: bool = False

    def of(self, piece: Piece) -> Look:
        return self.found.get(piece.product_id) or self.found.get(piece.sku) or _BARE


@dataclass(frozen=True, slots=True)
class Destination:
    """Name and address of a buyer, for one page or one label; nowhere kept."""

    name: str
    lines: tuple[str, ...]
    pincode: str
    phone: str
    gift: Gift | None = None


def looks_of(cards: Iterable[SellerOrderCard]) -> Looks:
    """Ask the store once how the pieces of these cards look. Where it is away, the cards stand without."""
    ids = list(dict.fromkeys(piece.product_id for card in cards for piece in card.pieces if piece.product_id))
    if not ids:
        return Looks()
    try:
        answer = app_store().pieces_to_pack(ids=ids[:_MOST], first=_MOST)
    except StoreUnavailable:
        return Looks(is_away=True)
    edges = answer.products.edges if answer.products else []
    return Looks({edge.node.id: _look(edge.node.thumbnail, edge.node) for edge in edges})


def parcel_of(card: SellerOrderCard) -> tuple[Destination | None, Looks]:
    """
    Ask the store once where a parcel goes and how its pieces look.

    The caller has made sure that it is the reader's own order, and still to be sent.
    """
    try:
        order = app_store().parcel_to_pack(id=card.order_id).order
    except StoreUnavailable:
        return None, Looks(is_away=True)
    if order is None:
        return None, Looks()
    looks = {
        line.product_sku or "": _look(line.thumbnail, line.variant.product if line.variant else None)
        for line in order.lines
    }
    address = order.shipping_address
    if address is None:
        return None, Looks(looks)
    lines = (
        address.company_name,
        address.street_address_1,
        address.street_address_2,
        address.city_area,
        address.city,
        address.country_area,
    )
    found = Destination(
        name=f"{address.first_name} {address.last_name}".strip(),
        lines=tuple(line for line in lines if line),
        pincode=address.postal_code,
        phone=address.phone or "",
        gift=gift_of({entry.key: entry.value for entry in order.metadata}),
    )
    return found, Looks(looks)


def _look(thumbnail: Any, product: Any) -> Look:
    translations = {code: getattr(product, code, None) for code in ("hi", "ur")}
    names = {code: (each.name or "") if each else "" for code, each in translations.items()}
    return Look(thumbnail.url if thumbnail else "", names)
