"""The demo's parcels: one at a hub and late, one that the carrier broke."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import logistics.parcels.facade as parcels
from commerce.facade import on_saleor
from jkrlm.kernel import clock, relay
from logistics.parcels.facade import ParcelState, ParcelView, Step
from sellers.orders.facade import SellerOrderState, accept, cards_of_group, hand_over, pack
from storefront.demo.orders import BY, GROUP, Neighbour, buy, variant_on_sale

BROKEN: Final = Neighbour("Farooq Shah (sample)", "+919419000028", "190001", "5 Lambert Lane", 0)
WHY_LATE: Final = "Snow on the road (sample)"
WHY_BROKEN: Final = "Wet through, the cover is torn (sample)"


def load_demo_parcels(progress: Callable[[str], None]) -> None:
    """Tell it once; not on a Saleor, and only beside the demo's own orders."""
    if on_saleor() or not _codes():
        return
    progress("    demo parcels …")
    relay.drain()
    _at_a_hub()
    _broken()
    relay.drain()


def _codes() -> list[str]:
    return [card.code for card in cards_of_group([GROUP], states=tuple(SellerOrderState))]


def _found() -> list[ParcelView]:
    views = (parcels.parcel_of_order(code) for code in _codes())
    return [each for each in views if each is not None]


def _at_a_hub() -> None:
    """The first that is packed: fetched, scanned at the hub, and promised for another day."""
    for each in _found():
        if each.state is ParcelState.READY and each.hub_code:
            for step, place in ((Step.COLLECTED, each.from_place), (Step.AT_HUB, each.hub_code)):
                parcels.scan(each.code, step, place, BY.actor, f"demo-{step.value}")
            day = max(each.expected, clock.today()) + timedelta(days=3)
            parcels.promise(each.code, expected=day, actor=BY.actor, words=WHY_LATE)
            return


def _broken() -> None:
    if any(each.state is ParcelState.DAMAGED for each in _found()):
        return
    variant, known = variant_on_sale(2), set(_codes())
    if not variant:
        return
    buy(BROKEN, variant)
    relay.drain()
    for code in _codes():
        if code not in known:
            accept(code, group_codes=[GROUP], by=BY)
            pack(code, group_codes=[GROUP], by=BY)
            relay.drain()
            hand_over(code, group_codes=[GROUP], by=BY, tracking_number="EE123456785IN")
            relay.drain()
            found = parcels.parcel_of_order(code)
            if found is not None:
                parcels.note_trouble(
                    found.code,
                    kind=parcels.TroubleKind.DAMAGED,
                    bearer=parcels.Bearer.CARRIER,
                    words=WHY_BROKEN,
                    actor=BY.actor,
                    key="demo-broken",
                )
