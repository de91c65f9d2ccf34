"""The live shop with two groups, and an order of theirs as it stands with them."""

import re
import secrets
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxDelivery
from jkrlm.kernel.outbox import Event, reaction_for
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, CommissionProposal, Remittance, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from tests.common.emptying import HISTORY_TABLES, LEDGER_TABLES
from tests.common.live import LiveShop, at_rest, live_shop
from tests.journeys import Buyer
from tests.registry.world import somebody

__all__ = ["live_shop"]

BENGALURU = {"pin": "560034", "city": "Bengaluru"}


@pytest.fixture
def shop(live_shop: LiveShop) -> LiveShop:
    live_shop.shop.piece("Kani stole", price="3500")
    live_shop.shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)
    return live_shop


def ordered(shop: LiveShop, method: str, **where: str) -> tuple[Buyer, SellerOrder, SellerOrder]:
    """A stole of KZ09 and a tray of KZ11 in one order; returns the buyer and both groups' parts."""
    buyer = shop.buyer(**where)
    buyer.add(shop.shop.slug("Kani stole"))
    buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), method)
    at_rest()
    stole, tray = SellerOrder.objects.order_by("group_code")
    return buyer, stole, tray


def event_of(name: str, order_id: str) -> Event:
    return Event(id=1, name=name, payload={"order": {"id": order_id}}, issued_at=now())


def again() -> int:
    """Every event of the store's and of ours is delivered once more, the newest first; returns how many."""
    done = 0
    for delivery in OutboxDelivery.objects.select_related("message").order_by("-id"):
        reaction = reaction_for(delivery.message.name, delivery.reaction)
        if reaction is not None and "sellers.orders" in delivery.reaction:
            message = delivery.message
            reaction(Event(message.pk, message.name, message.payload, message.issued_at))
            done += 1
    return done


def entries(number: str) -> list[str]:
    """Return the kinds of an order's entries in the ledger, in their order."""
    return [each.kind.value for each in ledger.entries_of(ledger.source_of("order", number))]


def trial() -> Decimal:
    return sum((row.debit.amount - row.credit.amount for row in ledger.trial_balance()), Decimal(0))


def forget(number: str) -> None:
    """Take back what our rooms know of an order, as if its events were still to come."""
    with connection.cursor() as cursor:
        tables = (
            *LEDGER_TABLES,
            *HISTORY_TABLES,
            "seller_orders_sellerorderline",
            "seller_orders_sellerorder",
        )
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def staff(*roles: Role, name: str = "") -> Client:
    """Return a browser of somebody who holds these roles."""
    client = Client()
    user = somebody(name or f"Person {'-'.join(roles)}", *roles)
    client.force_login(user, backend=DEMO_BACKEND)
    client.user = user
    return client


def press(client: Client, address: str, **given: object):
    """Send a form of the desk, with the key that it was drawn with."""
    page = client.get(f"/staff/orders/{address}")
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()) if page.status_code == 200 else None
    return client.post(f"/staff/orders/{address}", {"key": key[1] if key else secrets.token_hex(8), **given})


def waiting_decision(kind: str = "adjustment") -> str:
    """Return the address of the newest proposal."""
    model = {"adjustment": Adjustment, "commission": CommissionProposal, "remittance": Remittance}[kind]
    return f"decisions/{kind}/{model.objects.latest('pk').pk}/"


def sent_and_delivered(part: SellerOrder, on: date | None = None) -> SellerOrder:
    by = By("person:7")
    move.hand_over(code=part.code, by=by, now=now())
    move.deliver(code=part.code, by=by, now=now(), delivered_on=on or clock.today())
    at_rest()
    part.refresh_from_db()
    return part
