"""What can be done about an order, gathered for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from commerce.client import OrderParts
from commerce.facade import app_store, public_store
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.formats import rupees
from sellers.orders.facade import BuyerPart, Gift, ReturnView, gift_of, parts_of_order
from storefront.aftercare.models import KeptPiece
from storefront.aftercare.services.keep_piece import MAY_BE_KEPT
from storefront.aftercare.words import return_sentence, return_title, step_title
from storefront.formats import day, moment
from storefront.models import OrderAccess
from storefront.orders.parcels import Step
from storefront.store_values import entries, money

#: So many kinds of pieces are looked at for another one instead.
PRODUCTS_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """
    A return as the order's page shows it; ``asks_order``: the other piece can be ordered now, ``may_keep``:
    it can be kept until her money is back, ``kept_until``: it is, empty where not.
    """

    number: int
    reference: str
    title: str
    sentence: str
    answer: str
    steps: tuple[Step, ...]
    pieces: tuple[str, ...]
    photos: tuple[int, ...]
    may_call_off: bool
    asks_order: bool
    exchange_number: str
    may_keep: bool
    kept_until: str


@dataclass(frozen=True, slots=True)
class AfterParcel:
    """``given_back`` is what of the parcel's price was taken off; empty where nothing was."""

    code: str
    may_cancel: bool
    may_ask: bool
    last_day: str
    given_back: str
    returns: tuple[ReturnCard, ...]


def after_parcels(parts: Iterable[BuyerPart], *, today: date) -> dict[str, AfterParcel]:
    """Return parcel key -> what can be done, and what was."""
    shown = list(parts)
    kept = _kept(view.number for part in shown for view in part.returns if view.wanted)
    return {part.parcel_key: _after(part, today, kept) for part in shown}


def _kept(numbers: Iterable[int]) -> dict[int, KeptPiece]:
    """Return what is or was kept, by its return; no query where nothing is to be exchanged."""
    wanted = list(numbers)
    rows = KeptPiece.objects.filter(return_number__in=wanted) if wanted else ()
    return {row.return_number: row for row in rows}


def _after(part: BuyerPart, today: date, kept: Mapping[int, KeptPiece]) -> AfterParcel:
    may_ask = part.may_ask(today)
    last = max(filter(None, (line.wish_until for line in part.lines if line.free)), default=None)
    return AfterParcel(
        code=part.code,
        may_cancel=part.may_cancel,
        may_ask=may_ask,
        last_day=day(last) if may_ask and last and last >= today else "",
        given_back=rupees(part.given_back, paise=True) if part.given_back.amount else "",
        returns=tuple(return_card(view, kept.get(view.number)) for view in part.returns),
    )


def return_card(view: ReturnView, kept: KeptPiece | None = None) -> ReturnCard:
    last = len(view.steps) - 1
    return ReturnCard(
        number=view.number,
        reference=view.reference,
        title=return_title(view),
        sentence=return_sentence(view),
        answer=view.answer,
        steps=tuple(
            Step(
                "now" if place == last and view.is_under_way else "done",
                "return",
                step_title(each.state),
                moment(each.at),
            )
            for place, each in enumerate(view.steps)
        ),
        pieces=tuple(
            piece.name if piece.quantity == 1 else f"{piece.quantity} × {piece.name}" for piece in view.pieces
        ),
        photos=tuple(place for place, _ours in view.photos),
        may_call_off=view.may_be_called_off,
        asks_order=_asks_order(view),
        exchange_number=view.exchange_number,
        may_keep=_asks_order(view) and kept is None and view.state in MAY_BE_KEPT,
        kept_until=day(local_date(kept.until)) if kept is not None and kept.ended_at is None else "",
    )


def _asks_order(view: ReturnView) -> bool:
    agreed = view.state.value in ("approved", "booked", "received", "accepted", "refunded")
    return bool(view.wanted) and agreed and not view.exchange_number


def order_of(access: OrderAccess) -> OrderParts | None:
    assert access.order_id is not None
    return app_store().order_details(id=access.order_id).order


def parts_of(access: OrderAccess) -> tuple[BuyerPart, ...]:
    return parts_of_order(access.order_id or "")


def gift_in(order: OrderParts) -> Gift | None:
    return gift_of(entries(order.metadata))


def other_pieces(order: OrderParts, part: BuyerPart) -> list[tuple[str, str]]:
    """Return (variant, words) of what there is of the same products; one question for each product."""
    mine = {line.order_line_id for line in part.lines if line.free}
    slugs = dict.fromkeys(
        line.variant.product.slug for line in order.lines if line.id in mine and line.variant
    )
    found: list[tuple[str, str]] = []
    for slug in list(slugs)[:PRODUCTS_MOST]:
        product = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE).product
        if product is None or not product.is_available_for_purchase or product.product_variants is None:
            continue
        for edge in product.product_variants.edges:
            node = edge.node
            if node.quantity_available and node.pricing and node.pricing.price:
                name = product.name if node.name == product.name else f"{product.name}, {node.name}"
                found.append((node.id, f"{name} · {rupees(money(node.pricing.price.gross))}"))
    return found
