"""Who may vouch for whom, and what a day's work is. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

from jkrlm.people.facade import Office, completes
from sellers.orders.facade import SellerOrderCard, SellerOrderState
from sellers.portal.contracts import GroupToday, NextOrder, Place

#: As many orders as fit the first view of a phone.
FIRST_SHOWN = 3
#: Files that may arrive ahead of one listing: eight photographs and a voice, taken anew a few times.
FILES_MOST = 30


def office_for(held: Collection[Office], *, first_as: str, needs_leader: bool) -> Office:
    """Return the office in which somebody's word counts most; ``held`` is not empty."""
    in_order = [office for office in Office if office in held]
    if first_as:
        for office in in_order:
            if completes(Office(first_as), office, needs_leader=needs_leader):
                return office
    return in_order[0]


def offices_over(places: Iterable[Place], codes: Collection[str]) -> frozenset[Office]:
    """Return the offices that a person holds at any of these groups."""
    offices = {office.value for office in Office}
    return frozenset(Office(each.role) for each in places if each.code in codes and each.role in offices)


def today_of(code: str, name: str, cards: Iterable[SellerOrderCard], *, today: date) -> GroupToday:
    """Return what waits for a group; ``cards`` are its orders, the first to be packed coming first."""
    own = [card for card in cards if card.group_code == code]

    def count(state: SellerOrderState) -> int:
        return sum(card.state is state for card in own)

    unpacked = [card for card in own if card.state is not SellerOrderState.PACKED]
    return GroupToday(
        code=code,
        name=name,
        new=count(SellerOrderState.NEW),
        accepted=count(SellerOrderState.ACCEPTED),
        packed=count(SellerOrderState.PACKED),
        late=sum(card.pack_by <= today for card in unpacked),
        first=tuple(
            NextOrder(
                code=card.code,
                number=card.number,
                pieces=", ".join(f"{piece.name} × {piece.quantity}" for piece in card.pieces),
                pack_by=card.pack_by,
                is_late=card.pack_by <= today,
            )
            for card in unpacked[:FIRST_SHOWN]
        ),
    )
