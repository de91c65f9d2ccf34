"""The demo's orders: four neighbours bought a stole of the demo's group, each a step further on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from commerce.client import CheckoutParts
from commerce.facade import app_store, on_saleor, public_store
from jkrlm.kernel import relay
from jkrlm.kernel.clock import today
from jkrlm.kernel.locks import advisory_lock
from logistics.facade import place
from sellers.orders.facade import By, SellerOrderState, accept, cards_of_group, deliver, hand_over, pack
from storefront.bag.selectors import open_checkout
from storefront.bag.services.change_bag import add_to_bag
from storefront.checkout.contracts import Contact, GiftWish, total_as_shown
from storefront.checkout.services.place_order import Wish, place_order
from storefront.checkout.services.quote_delivery import quote_pincode
from storefront.store_values import money

GROUP: Final = "KZ09"
#: Cheap enough to be paid at the door, and the group may sell it itself within the territory.
PIECE: Final = "SH-004"
BY: Final = By("the demo")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``steps`` is how far the order has come: 0 new, 1 accepted, 2 packed, 3 handed over, 4 delivered."""

    name: str
    phone: str
    pincode: str
    street: str
    steps: int


NEIGHBOURS: Final = (
    Neighbour("Mehak Qadri (sample)", "+919419000021", "190001", "12 Residency Road", 4),
    Neighbour("Arjun Sharma (sample)", "+919419000022", "180001", "4 Raghunath Bazaar", 2),
    Neighbour("Tabassum Ara (sample)", "+919419000023", "193201", "7 Main Chowk", 1),
    Neighbour("Neelam Devi (sample)", "+919419000024", "182101", "2 Shiv Nagar", 0),
)


def load_demo_orders(progress: Callable[[str], None]) -> int:
    """
    Place the orders and move them on, once; return how many were placed now.

    Nothing is placed where the group has orders already, where the piece cannot be bought, or on a Saleor,
    which may be somebody's.
    """
    with advisory_lock("storefront.load_demo_orders"):
        if on_saleor() or cards_of_group([GROUP], states=tuple(SellerOrderState)):
            return 0
        variant = variant_on_sale()
        if not variant:
            return 0
        progress("    demo orders …")
        for neighbour in NEIGHBOURS:
            buy(neighbour, variant)
        relay.drain()
        placed = cards_of_group([GROUP], states=[SellerOrderState.NEW])
        in_order = sorted(placed, key=lambda card: card.confirmed_at)
        for neighbour, card in zip(NEIGHBOURS, in_order, strict=False):
            _move_on(card.code, neighbour.steps)
        return len(placed)


def variant_on_sale(least: int = len(NEIGHBOURS), *, piece: str = PIECE) -> str:
    """Return the store's id of the piece while so many are left; empty where it is not there."""
    known = app_store().product_by_reference(external_reference=piece).product
    if known is None:
        return ""
    found = public_store().product_details(slug=known.slug, channel=settings.CHANNEL_ONLINE).product
    edges = found.product_variants.edges if found is not None and found.product_variants is not None else []
    first = edges[0].node if edges else None
    return first.id if first is not None and (first.quantity_available or 0) >= least else ""


def buy(
    neighbour: Neighbour,
    variant_id: str,
    *,
    quantity: int = 1,
    method: str = "cash-on-delivery",
    gift: GiftWish | None = None,
) -> str:
    """Place an order, or begin its payment; returns the checkout's id in the store."""
    bag = add_to_bag(bag=None, variant_id=variant_id, quantity=quantity)
    quote_pincode(checkout=_opened(bag.checkout_id), pincode=neighbour.pincode)
    where = place(neighbour.pincode)
    total = money(_opened(bag.checkout_id).total_price.gross)
    contact = Contact(
        phone=neighbour.phone,
        email=f"{neighbour.phone[1:]}@demo.invalid",
        name=neighbour.name,
        line1=neighbour.street,
        line2="",
        city=where.district,
        pincode=neighbour.pincode,
        state=where.state,
        gift=gift,
    )
    wish = Wish(contact=contact, choices={}, method=method, shown_total=total_as_shown(total))
    place_order(checkout_id=bag.checkout_id, wish=wish, return_url=lambda _access: settings.PUBLIC_URL)
    return bag.checkout_id


def _opened(checkout_id: str) -> CheckoutParts:
    checkout = open_checkout(checkout_id)
    assert checkout is not None  # begun a moment ago, by nobody else
    return checkout


def _move_on(code: str, steps: int) -> None:
    """``hand_over`` asks the store, which must have heard of what came before."""
    if steps >= 1:
        accept(code, group_codes=[GROUP], by=BY)
    if steps >= 2:
        pack(code, group_codes=[GROUP], by=BY)
    if steps >= 3:
        hand_over(code, group_codes=[GROUP], by=BY)
        relay.drain()
    if steps >= 4:
        deliver(code, by=BY, delivered_on=today())
        relay.drain()
