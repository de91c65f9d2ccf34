"""What the room does when something happened elsewhere; each may come twice."""

from commerce.facade import app_store
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from storefront.accounts.services.adopt import note_contacts
from storefront.accounts.services.bag_owner import adopt_owned
from storefront.accounts.services.customer import keep_customer
from storefront.orders.services.order_access import note_order, open_access


def on_buyer_joined(event: Event) -> None:
    """Make or put right the store's customer."""
    keep_customer(user_id=event.payload["user_id"])


def on_order_confirmed(event: Event) -> None:
    """An order placed signed in is in its buyer's account at once; a guest's can be found by its contact."""
    told = event.payload["order"]
    checkout_id = told.get("checkoutId")
    if not checkout_id:
        return
    access = open_access(checkout_id=checkout_id)
    note_order(access=access, order_id=told["id"])
    adopt_owned(access=access, now=now())
    order = app_store().order_details(id=told["id"]).order
    if order is not None:
        note_contacts(access=access, order=order)
