"""Seller orders as a phone shows them: lanes, days in words, one thing to do. No query, no question."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jkrlm.kernel.badges import Badge
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.facade import Piece, SellerOrderCard, SellerOrderState
from sellers.portal.web.orders.store import Looks

_S: Final = SellerOrderState
#: The step that the one big button of a card takes.
ACT_OF: Final[Mapping[SellerOrderState, str]] = {
    _S.NEW: "accept",
    _S.ACCEPTED: "packed",
    _S.PACKED: "hand-over",
}


@dataclass(frozen=True, slots=True)
class PieceRow:
    """``name_language`` is "en" where the name stands in the store's own language only."""

    name: str
    name_language: str
    quantity: int
    picture: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """
    One order on one card. ``group`` is empty where the reader has one group only; ``act`` is the step of the
    big button, "" where there is none; ``asks_consent`` where a helper must first be allowed to take it.
    ``last_day`` is when an unanswered order is cancelled.
    """

    code: str
    number: str
    group_code: str
    group: str
    state: str
    edge: str
    badge: Badge
    pieces: tuple[PieceRow, ...]
    gets: Money
    cash: Money
    pincode: str
    carrier: str
    tracking_number: str
    pack_day: str
    reaches: str
    act: str
    asks_consent: bool
    may_say_no: bool
    is_unanswered: bool
    last_day: str
    is_gift: bool


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    title: str
    cards: tuple[CardRow, ...]


@dataclass(frozen=True, slots=True)
class Hands:
    """For which groups the reader may press (``acts``), or be allowed to (``asks``); names where several."""

    acts: frozenset[str]
    asks: frozenset[str]
    names: Mapping[str, str]


def day_words(day: date, today: date) -> str:
    """Return "today", "tomorrow", "yesterday", else the weekday and date, in the reader's language."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return near.get((day - today).days) or format_date(day, "D j M")


def card_row(card: SellerOrderCard, *, hands: Hands, looks: Looks, language: str, today: date) -> CardRow:
    """Return a card as it is drawn."""
    acts = card.group_code in hands.acts
    asks = not acts and card.group_code in hands.asks and card.state in ACT_OF
    badge = badge_of(card, today)
    return CardRow(
        code=card.code,
        number=card.number,
        group_code=card.group_code,
        group=hands.names.get(card.group_code, ""),
        state=card.state.value,
        edge=_edge(card, badge),
        badge=badge,
        pieces=tuple(piece_row(piece, card, looks, language) for piece in card.pieces),
        gets=card.group_gets,
        cash=card.cash,
        pincode=card.destination_pincode,
        carrier=card.carrier,
        tracking_number=card.tracking_number,
        pack_day=day_words(card.pack_by, today),
        reaches=day_words(card.delivered_on or card.latest, today) if card.latest else "",
        act=ACT_OF.get(card.state, "") if acts or asks else "",
        asks_consent=asks,
        may_say_no=acts and card.state is _S.NEW,
        is_unanswered=is_unanswered(card),
        last_day=day_words(card.pack_by + timedelta(days=settings.SELLER_CANCEL_DAYS + 1), today),
        is_gift=card.is_gift,
    )


def piece_row(piece: Piece, card: SellerOrderCard, looks: Looks, language: str) -> PieceRow:
    """A piece with what is still to be sent of it; all of it once nothing is."""
    gone = card.state in (_S.CANCELLED, _S.RETURNED)
    look = looks.of(piece)
    own = look.names.get(language, "")
    return PieceRow(
        name=own or piece.name,
        name_language="" if own else "en",
        quantity=piece.quantity if gone else piece.quantity - piece.returned,
        picture=look.picture,
    )


def is_unanswered(card: SellerOrderCard) -> bool:
    return card.state is _S.NEW and card.unanswered_at is not None


def badge_of(card: SellerOrderCard, today: date) -> Badge:
    """State and day in words; a state is never colour alone."""
    late = card.pack_by <= today
    if card.state is _S.NEW:
        answer_by = local_date(card.confirmed_at + timedelta(hours=settings.SELLER_ANSWER_HOURS))
        if card.unanswered_at is not None or answer_by < today:
            return Badge(_("Nobody has answered"), "err", "warn")
        words = _("Say yes by %(day)s") % {"day": day_words(min(answer_by, max(card.pack_by, today)), today)}
        return Badge(words, "err" if late else "due", "clock")
    if card.state is _S.ACCEPTED:
        said = _("Was to be packed %(day)s") if card.pack_by < today else _("Pack by %(day)s")
        words = _("Pack today") if card.pack_by == today else said % {"day": day_words(card.pack_by, today)}
        return Badge(words, "err" if late else "due", "clock")
    if card.state is _S.PACKED:
        words = _("Hand over by %(day)s") % {"day": day_words(max(card.ship_on, today), today)}
        return Badge(words, "err" if card.ship_on < today else "due", "clock")
    return {
        _S.HANDED_OVER: Badge(pgettext("parcel", "On the way"), "way", "sent"),
        _S.DELIVERED: Badge(pgettext("parcel", "Reached"), "ok", "check"),
        _S.CANCELLED: Badge(pgettext("parcel", "Cancelled"), "err", "close"),
        _S.RETURNED: Badge(pgettext("parcel", "Came back"), "err", "back"),
    }[card.state]


def _edge(card: SellerOrderCard, badge: Badge) -> str:
    if card.state is _S.DELIVERED:
        return "fine"
    if card.state is _S.HANDED_OVER:
        return "calm"
    return "late" if badge.shade == "err" else ""


def lanes_of(cards: Iterable[tuple[SellerOrderCard, CardRow]], *, today: date) -> tuple[Lane, ...]:
    """Return the lanes that hold something, what is most urgent first."""
    rows = list(cards)

    def those(
        states: Collection[SellerOrderState], late: bool | None = None, asked: bool | None = None
    ) -> tuple[CardRow, ...]:
        return tuple(
            row
            for card, row in rows
            if card.state in states
            and (late is None or (card.pack_by <= today) is late)
            and (asked is None or is_unanswered(card) is asked)
        )

    found = (
        Lane("unanswered", _("Nobody has answered"), those([_S.NEW], asked=True)),
        Lane("pack", _("Pack today"), those([_S.ACCEPTED], late=True)),
        Lane("new", _("New: yes or no?"), those([_S.NEW], asked=False)),
        Lane("next", _("To pack next"), those([_S.ACCEPTED], late=False)),
        Lane("hand-over", _("Waiting for hand-over"), those([_S.PACKED])),
        Lane("sent", pgettext("parcels", "Sent"), those([_S.HANDED_OVER, _S.DELIVERED])),
    )
    return tuple(lane for lane in found if lane.cards)
