"""
The whole way of a piece, at 390 px and in Urdu, with a network that goes away in the middle: a member adds it,
an editor approves it, somebody in Srinagar buys it, she packs it and hands it over, finance pays, and she reads
what became of the price.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

import sellers.ledger.facade as ledger
from catalogue.facade import Listing, ListingState, listings_of, provision, reindex_all
from commerce.facade import app_store
from jkrlm.invariants import CLAUSES
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.orders.models import SellerOrder
from sellers.registry.facade import add_member, roll
from sellers.tax.facade import load_demo_registrations
from tests.common.live import LiveShop, at_rest, live_shop
from tests.common.pdf import words_of
from tests.portal.world import SHARED
from tests.portal_goods.phones import choose, ready, take_photo, worker_ready
from tests.stories.desks import Staff, approve_goods, deliver, pay
from tests.stories.seller_phones import MARKS, phone, step, unlock

__all__ = ["live_shop", "phone"]
pytestmark = [*MARKS, pytest.mark.story]


@pytest.fixture
def staff(live_shop: LiveShop) -> Staff:
    provision()
    load_demo_registrations()
    reindex_all()
    return Staff()


def add_offline(context: BrowserContext) -> None:
    """She begins with a network, loses it, finishes, and finds it again."""
    page = context.new_page()
    page.goto("/ur/sell/products/new/")
    ready(page)
    worker_ready(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    take_photo(page)
    context.set_offline(True)
    choose(page, "crewel")
    page.locator("#price").fill("1450")
    page.locator("#quantity").fill("2")
    page.locator("button[name=send]").click()
    badge = page.locator("#goods-state .badge")
    expect(badge).to_have_class(re.compile(r"\bwarn\b"))
    assert listings_of(("KZ09",)) == ()
    context.set_offline(False)
    expect(badge).to_have_class(re.compile(r"\bok\b"))
    page.close()


def only_listing() -> Listing:
    (found,) = listings_of(("KZ09",))
    return found


def test_a_member_sells_a_piece_and_is_paid(
    live_shop: LiveShop, staff: Staff, phone: BrowserContext, settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT, settings.RETURN_WINDOW_DAYS = tmp_path / "media", -1
    day, at = clock.today(), clock.now()
    add_member(code="KZ09", name="Shameema Akhter", phone=SHARED, on=day, actor=None, now=at)
    add_member(code="KZ09", name="Rafiqa Jan", phone=SHARED, on=day, actor=None, now=at)
    person = next(each.person_id for each in roll(["KZ09"], on=day) if each.name == "Shameema Akhter")
    staff.admit("KZ09")
    unlock(phone, live_shop.url, SHARED, person)

    add_offline(phone)
    assert (only_listing().state, only_listing().quantity) == (ListingState.CHECKING, 2)
    approve_goods(staff[Role.EDITOR], only_listing())
    on_sale = only_listing()
    assert on_sale.state == ListingState.ON_SALE
    page = phone.new_page()
    page.goto("/ur/sell/products/")
    expect(page.locator("main")).to_contain_text("1,450")

    buyer = live_shop.buyer(pin="190001")
    buyer.buy(on_sale.slug, "stripe")
    at_rest()
    order = SellerOrder.objects.get()
    page.goto("/ur/sell/orders/")
    step(page, order.code, "accept")
    step(page, order.code, "packed")
    step(page, order.code, "hand-over")
    at_rest()
    order.refresh_from_db()
    assert order.state == "handed-over"
    in_store = app_store().order_details(id=order.order_id).order
    assert in_store is not None
    assert in_store.status.value == "FULFILLED"

    deliver(staff[Role.LOGISTICS], order.code)
    (transfer,) = pay(staff)
    gets = ledger.orders_in_books([order.order_number])
    assert transfer.state == "paid"
    assert Decimal(0) < transfer.amount < Decimal(1450)
    assert gets

    page.goto("/ur/sell/earnings/")
    shown = f"{transfer.amount:,.2f}".removesuffix(".00")
    expect(page.locator("main")).to_contain_text(shown)
    statement = phone.request.get("/ur/sell/earnings/statement.pdf")
    assert statement.headers["content-type"] == "application/pdf"
    assert shown in words_of(statement.body())
    for clause in CLAUSES:
        assert clause.check() == [], clause.sentence
