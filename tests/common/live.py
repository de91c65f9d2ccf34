"""A whole shop behind real HTTP: pages, webhooks, the card company, and a database that really commits."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import httpx
import pytest

from catalogue.models import Listing
from commerce.client import OrderParts
from commerce.facade import StoreUnavailable, on_saleor
from jkrlm.invariants import CLAUSES
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from storefront.models import MailMessage
from tests.common.books import orders_with, stock_of
from tests.common.shop_world import Shop, open_shop
from tests.common.web import Web
from tests.journeys import Buyer
from tests.payments.local_server import LATE_SECONDS, SECRET, LocalStripe, wait_until

KEY = "sk_test_live_shop"
#: Five minutes.
CHECKED_DAYS = 5 / 24 / 60


@dataclass
class LiveShop:
    """
    ``shop`` puts goods on sale; ``url`` is where buyers come; ``stripe`` is the other company.

    ``shop.tag`` is this test's alone: goods, orders and letters of others may stand beside in the same store.
    """

    url: str
    shop: Shop
    stripe: LocalStripe
    opened_at: datetime = field(default_factory=now)

    def buyer(self, name: str = "buyer", **contact: str) -> Buyer:
        buyer = Buyer(self.url, **{"email": f"{name}@{self.shop.tag}.example.com", **contact})
        if on_saleor():
            buyer.web.timeout = httpx.Timeout(120)
        return buyer

    def orders(self) -> list[OrderParts]:
        """Return the store's orders for goods of this shop, oldest first."""
        return orders_with(f"-{self.shop.tag.upper()}", since=self.opened_at)

    def order(self) -> OrderParts:
        """Return the only order."""
        (found,) = self.orders()
        return found

    def stock(self, name: str, maker: str = "KZ09") -> tuple[int, int]:
        """Return (pieces, those allocated to orders)."""
        return stock_of(self.shop.variants[self.shop.sku(name, maker)])

    def letters(self, kind: str, count: int = 1) -> list[MailMessage]:
        """Wait for so many mails of a kind and for the store to say no more; return them, oldest first."""

        def sent() -> list[MailMessage]:
            ours = MailMessage.objects.filter(kind=kind, to__endswith=f"@{self.shop.tag}.example.com")
            return list(ours.order_by("pk"))

        settled(lambda: len(sent()) >= count, f"{count} mails of kind {kind}")
        at_rest()
        return sent()

    def charges(self) -> list[dict[str, Any]]:
        """Return what the card company's own books say it took, newest first."""
        return self._listed("charges")

    def kept_paise(self) -> int:
        """Return what the card company holds for us: taken and not given back."""
        taken = [each for each in self.charges() if each["status"] == "succeeded"]
        return sum(each["amount"] - each["amount_refunded"] for each in taken)

    def _listed(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = httpx.get(
                f"{self.stripe.address}/v1/{kind}", params={"limit": 100, **after}, auth=(KEY, ""), timeout=10
            ).json()
            found += page["data"]
            if not page["has_more"]:
                return found


@pytest.fixture
def live_shop(transactional_db: None, web: Web, settings: Any, tmp_path: Any) -> Iterator[LiveShop]:
    stripe = LocalStripe(
        tmp_path / "stripe",
        f"{web.url}/payments/stripe/webhook/",
        port=web.pay_port,
        late_seconds=8 if on_saleor() else LATE_SECONDS,
    )
    stripe.start()
    settings.STRIPE_API_BASE = stripe.address
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.PUBLIC_URL = web.url
    # Our database is empty before each test; a Saleor keeps what earlier ones sold.
    settings.STORE_CHECK_DAYS = CHECKED_DAYS
    try:
        live = LiveShop(web.url, open_shop(tag=new_tag()), stripe)
        yield live
        put_away(live.shop)
    finally:
        stripe.stop()


def new_tag() -> str:
    return f"t{secrets.token_hex(4)}"


def put_away(shop: Shop) -> None:
    """Leave a store that is not emptied as buyers should find it, with nothing left to tell us."""
    if on_saleor():
        approved = Listing.objects.exclude(product_id="").values_list("product_id", flat=True)
        for product in {*shop.products.values(), *approved}:
            wait_until(lambda product=product: hidden(shop, product), "the goods put away", seconds=60)
        at_rest()


def hidden(shop: Shop, product: str) -> bool:
    """Withdraw a product; returns False where the store cannot be reached just now."""
    try:
        shop.show(product, False)
    except StoreUnavailable:
        return False
    return True


def at_rest() -> None:
    """Wait until the store has told us everything so far, and our rooms have done with it."""
    if on_saleor():
        from tests.common.saleor_side import quiet

        quiet(relay.drain)
    else:
        relay.drain()


def words(page: httpx.Response) -> str:
    """Return a page's words as read: no tags, entities resolved, spaces single."""
    main = page.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def settled(happened: Callable[[], bool], what: str) -> None:
    """Deliver events until something has come about; webhooks take their time, a Saleor's longer."""

    def look() -> bool:
        relay.drain()
        return happened()

    wait_until(look, what, seconds=60 if on_saleor() else 20)


def broken_clauses() -> dict[str, list[str]]:
    """Return what ``check_invariants`` would complain of."""
    return {clause.sentence: faults for clause in CLAUSES if (faults := clause.check())}
