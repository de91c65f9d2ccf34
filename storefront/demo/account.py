"""The demo's buyer: an account with two addresses, an order, three wishes, and an order to be adopted."""

from collections.abc import Callable
from typing import Final

from django.conf import settings

from catalogue.facade import SearchQuery, search
from commerce.facade import on_saleor, public_store
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User
from storefront.accounts.facade import (
    add_address,
    adopt,
    keep_customer,
    prove_contact,
    wish,
)
from storefront.checkout.contracts import Contact
from storefront.demo.orders import GROUP, Neighbour, buy
from storefront.demo.people import demo_user
from storefront.models import OrderAccess
from storefront.store_values import entries

HOME: Final = Contact(
    phone="+919419000000",
    email="",
    name="Ananya Rao (sample)",
    line1="12 Residency Road",
    line2="Near the Bund",
    city="Srinagar",
    pincode="190001",
    state="Jammu and Kashmir",
)
OFFICE: Final = Contact(
    phone="+919419000000",
    email="",
    name="Ananya Rao (sample)",
    line1="4 Raghunath Bazaar",
    line2="",
    city="Jammu",
    pincode="180001",
    state="Jammu and Kashmir",
)
#: In this account since she bought signed in; and one that her phone proves, to be added by one press.
ORDERS: Final = 2


def load_demo_account(progress: Callable[[str], None]) -> None:
    """Fill the account, once; not on a Saleor, which may be somebody's."""
    found = demo_user("buyer")
    if on_saleor() or found is None:
        return
    user = found[0]
    if user.customer_id:
        return
    progress("    demo account …")
    prove_contact(user=user, kind="phone", value=HOME.phone, now=now())
    prove_contact(user=user, kind="email", value=user.email, now=now())
    user.refresh_from_db()
    placed = _orders()
    if placed:
        adopt(user, placed[0])
    for address in (HOME, OFFICE):
        add_address(user=user, contact=address)
    _wishes(user)
    keep_customer(user_id=user.pk)


def _orders() -> list[OrderAccess]:
    """Buy what is cheap and of another group than the rest of the story, so that its counts stay."""
    her = Neighbour(HOME.name, HOME.phone, HOME.pincode, HOME.line1, 0)
    placed: list[OrderAccess] = []
    for slug in _slugs(12):
        variant = _variant(slug)
        if variant and len(placed) < ORDERS:
            try:
                checkout_id = buy(her, variant)
            except DomainError:
                continue
            relay.drain()
            placed += OrderAccess.objects.filter(checkout_id=checkout_id, order_id__isnull=False)
    return placed


def _slugs(most: int) -> list[str]:
    ids = search(SearchQuery(sort="price", page_size=most)).product_ids
    found = public_store().product_cards(ids=list(ids), channel=settings.CHANNEL_ONLINE).products
    return [edge.node.slug for edge in found.edges] if found else []


def _variant(slug: str) -> str:
    """Return a variant that can be had, of another group's; else nothing."""
    found = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE).product
    if found is None or entries(found.metadata).get("umeed.maker") == GROUP:
        return ""
    edges = found.product_variants.edges if found.product_variants is not None else []
    return next((edge.node.id for edge in edges if (edge.node.quantity_available or 0) > 1), "")


def _wishes(user: User) -> None:
    for product_id in search(SearchQuery(sort="newest", page_size=3)).product_ids:
        wish(user=user, product_id=product_id, now=now())
