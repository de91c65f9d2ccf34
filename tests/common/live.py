"""A whole shop behind real HTTP: pages, webhooks, the card company, and a database that really commits."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest

from jkrlm.invariants import CLAUSES
from jkrlm.kernel import relay
from storefront.models import MailMessage
from tests.common.shop_world import Shop, open_shop
from tests.payments.local_server import SECRET, LocalStripe, wait_until

KEY = "sk_test_live_shop"


@dataclass
class LiveShop:
    """``shop`` puts goods on sale; ``url`` is where buyers come; ``stripe`` is the other company."""

    url: str
    shop: Shop
    stripe: LocalStripe

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
def live_shop(live_server: Any, settings: Any, tmp_path: Any) -> Iterator[LiveShop]:
    stripe = LocalStripe(tmp_path / "stripe", f"{live_server.url}/payments/stripe/webhook/")
    stripe.start()
    settings.STRIPE_API_BASE = stripe.address
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.PUBLIC_URL = live_server.url
    yield LiveShop(live_server.url, open_shop(), stripe)
    stripe.stop()


def words(page: httpx.Response) -> str:
    """Return a page's words as read: no tags, entities resolved, spaces single."""
    main = page.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def letters(kind: str) -> list[MailMessage]:
    """Deliver what waits, then return the mails of a kind, oldest first."""
    relay.drain()
    return list(MailMessage.objects.filter(kind=kind).order_by("pk"))


def together(calls: list[Callable[[], Any]], *, seconds: float = 90) -> list[Any]:
    """Run the calls in as many threads from one moment on; return what each returned or raised."""
    gate = Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            outcomes[place] = call()
        except Exception as fault:
            outcomes[place] = fault

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    return outcomes


def settled(happened: Callable[[], bool], what: str, *, seconds: float = 20) -> None:
    """Deliver events until something has come about; webhooks take their time."""

    def look() -> bool:
        relay.drain()
        return happened()

    wait_until(look, what, seconds=seconds)


def broken_clauses() -> dict[str, list[str]]:
    """Return what ``check_invariants`` would complain of."""
    return {clause.sentence: faults for clause in CLAUSES if (faults := clause.check())}
