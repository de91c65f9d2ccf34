"""The demo's vehicles, parcels that wait in four villages, and the rounds that fetch them."""

from collections.abc import Callable
from typing import Final

from commerce.facade import on_saleor
from jkrlm.kernel import relay
from jkrlm.people.facade import User
from logistics.places.facade import PlaceKind, places
from logistics.rounds.facade import DemoVehicle, load_demo_rounds, vehicles
from sellers.orders.facade import SellerOrderState, accept, cards_of_group, pack
from storefront.demo.orders import BY, Neighbour, buy, variant_on_sale

#: Group -> a piece of it that is paid at the door. The first two are of one hub.
PIECES: Final = {"KZ09": "SH-004", "KZ10": "TX-003", "KZ11": "PM-004", "KZ13": "BK-004"}
BUYER: Final = Neighbour("Saima Jan (sample)", "+919419000031", "190001", "3 Maulana Azad Road", 2)
#: Hubs in the order of their codes have numbers of their own: no vehicle of anybody.
CODE: Final = "JKDEMO{:02}{}"


def load_demo_pickups(progress: Callable[[str], None], *, keeper: User, driver: User) -> None:
    """Make them once: a pick-up and a van at each hub; the driver has the pick-ups."""
    if on_saleor() or vehicles():
        return
    progress("    demo rounds …")
    for group, piece in PIECES.items():
        _packed(group, piece)
    relay.drain()
    found = []
    for number, hub in enumerate(places(kind=PlaceKind.HUB), start=1):
        found.append(DemoVehicle(CODE.format(number, "A"), "Bolero pick-up (sample)", hub.code, 800, driver))
        found.append(DemoVehicle(CODE.format(number, "B"), "Maruti Eeco van (sample)", hub.code, 350, None))
    load_demo_rounds(tuple(found), by=keeper)


def _packed(group: str, piece: str) -> None:
    """Have the group pack an order."""
    known = {card.code for card in cards_of_group([group], states=tuple(SellerOrderState))}
    variant = variant_on_sale(1, piece=piece)
    if not variant:
        return
    buy(BUYER, variant)
    relay.drain()
    for card in cards_of_group([group], states=[SellerOrderState.NEW]):
        if card.code not in known:
            accept(card.code, group_codes=[group], by=BY)
            pack(card.code, group_codes=[group], by=BY)
