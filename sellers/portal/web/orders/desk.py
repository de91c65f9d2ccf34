"""Who looks at which orders, and what she may press: read once for every page of orders."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied

from jkrlm.kernel import clock
from sellers.orders.facade import (
    WITH_THE_GROUP,
    SellerOrderCard,
    SellerOrderState,
    cards_of_group,
    counts_of_groups,
    last_cards,
)
from sellers.portal.access import act_for
from sellers.portal.contracts import Acting
from sellers.portal.selectors import mandates
from sellers.portal.web.frame import current_language
from sellers.portal.web.orders.rows import CardRow, Hands, Lane, card_row, lanes_of
from sellers.portal.web.orders.store import Looks, looks_of
from sellers.registry.facade import groups_by_code

_S: Final = SellerOrderState
SENT: Final = (_S.HANDED_OVER, _S.DELIVERED)
DONE: Final = (_S.HANDED_OVER, _S.DELIVERED, _S.CANCELLED, _S.RETURNED)
SENT_SHOWN: Final = 6
DONE_SHOWN: Final = 40


def hands_of(acting: Acting, cards: Iterable[SellerOrderCard]) -> Hands:
    """
    Return for which groups she may press. At most two queries.

    A resource person may where somebody has agreed, and can ask where nobody has; an officer of the
    federation only looks, unless she has chosen somebody for whom she acts.
    """
    codes = {card.group_code for card in cards}
    if acting.consent is not None:
        return Hands(frozenset(acting.group_codes), frozenset(), {})
    own = frozenset(acting.own_codes)
    helped = frozenset(each.code for each in acting.places if each.role == "crp") - own
    agreed: frozenset[str] = frozenset()
    if helped & codes:
        rows = mandates(helper_id=acting.person.id, group_codes=sorted(helped & codes))
        agreed = frozenset(each.group_code for each in rows)
    several = len(acting.group_codes) > 1
    names = _names(codes) if several else {}
    return Hands(own | agreed, helped - agreed, names)


def may_look_only(acting: Acting, group_code: str) -> bool:
    """Whether she is there as an officer of the federation and acts for nobody."""
    roles = {each.role for each in acting.places if each.code == group_code}
    return acting.consent is None and roles == {"clf-officer"}


def act_on(acting: Acting, group_code: str) -> Acting:
    """
    Return how she acts on an order of a group.

    Raises:
        PermissionDenied: an officer who has chosen nobody only looks.
        NotYourGroup, ConsentMissing: as ``act_for``.
    """
    if may_look_only(acting, group_code):
        raise PermissionDenied
    return act_for(acting, group_code)


def lanes(acting: Acting, *, done: bool = False) -> tuple[tuple[Lane, ...], bool]:
    """
    Return her lanes, and whether the store was away (then there are no pictures).

    Six queries and one question to the store, however many orders there are.
    """
    today = clock.today()
    if done:
        cards = last_cards(acting.group_codes, states=DONE, most=DONE_SHOWN)
    else:
        waiting = cards_of_group(acting.group_codes, states=WITH_THE_GROUP)
        cards = (*waiting, *last_cards(acting.group_codes, states=SENT, most=SENT_SHOWN))
    looks = looks_of(cards)
    rows = _rows(acting, cards, looks, today)
    if done:
        return (Lane("done", "", tuple(row for _card, row in rows)),) if rows else (), looks.is_away
    return lanes_of(rows, today=today), looks.is_away


def one_row(acting: Acting, card: SellerOrderCard, looks: Looks) -> CardRow:
    """Return one card. At most two queries."""
    return _rows(acting, [card], looks, clock.today())[0][1]


def urgent(acting: Acting, cards: Iterable[SellerOrderCard]) -> tuple[Lane, ...]:
    """Return what cannot wait, without pictures, for a helper's first page. At most two queries."""
    today = clock.today()
    found = [
        card
        for card in cards
        if (card.unanswered_at is not None and card.state is _S.NEW)
        or (card.pack_by <= today and card.state in (_S.NEW, _S.ACCEPTED))
    ]
    return lanes_of(_rows(acting, found, Looks(), today), today=today)


def tally(acting: Acting) -> dict[str, object]:
    """Return the counts over the lanes, and a mark that changes when anything moves. One query."""
    counts, last = counts_of_groups(acting.group_codes)
    return {
        "to_pack": counts.get(_S.ACCEPTED, 0),
        "new": counts.get(_S.NEW, 0),
        "packed": counts.get(_S.PACKED, 0),
        "done": sum(counts.get(state, 0) for state in DONE),
        "mark": f"{last.timestamp():.6f}-{sum(counts.values())}" if last else "0",
    }


def _rows(
    acting: Acting, cards: Iterable[SellerOrderCard], looks: Looks, today: date
) -> list[tuple[SellerOrderCard, CardRow]]:
    found = list(cards)
    hands = hands_of(acting, found)
    language = current_language()
    return [
        (card, card_row(card, hands=hands, looks=looks, language=language, today=today)) for card in found
    ]


def _names(codes: Iterable[str]) -> dict[str, str]:
    language = current_language()
    return {
        code: {"hi": group.name_hi, "ur": group.name_ur}.get(language, "") or group.name
        for code, group in groups_by_code(codes).items()
    }
