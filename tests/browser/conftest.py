"""The whole store for a browser: web server, the worker's relay and the local Stripe server."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from catalogue.facade import reindex_all
from commerce.facade import on_saleor
from jkrlm.kernel import relay
from tests.browser.pictures import compose
from tests.common.live import new_tag, put_away
from tests.common.shop_world import Shop, open_shop
from tests.common.web import Web
from tests.payments.local_server import SECRET, LocalStripe

#: Playwright's synchronous interface keeps an event loop in this thread; the ORM is used beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
]
ROOT = Path(__file__).resolve().parents[2]
GOODS = ROOT / "catalogue" / "demo" / "pictures"
STOLE, BOX = "Kani Wool Stole", "Papier-Mâché Jewellery Box"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(
                    pytest.mark.skip(reason="chromium is not installed: apt-get install chromium")
                )


@dataclass
class Store:
    """``stole`` and ``box`` are the addresses of two pieces on sale, by two groups."""

    url: str
    pay_url: str
    shop: Shop

    @property
    def stole(self) -> str:
        return f"/products/{self.shop.slug(STOLE)}/"

    @property
    def box(self) -> str:
        return f"/products/{self.shop.slug(BOX, 'KZ11')}/"


@pytest.fixture(scope="session")
def pictures() -> Iterator[None]:
    """Lay the pictures of a run together at its end."""
    yield
    compose(390, 1280)


@pytest.fixture
def card_company(web: Web, tmp_path: Path) -> Iterator[LocalStripe]:
    """The local Stripe server in a process of its own; it and our web server know each other's address."""
    company = LocalStripe(tmp_path / "stripe", f"{web.url}/payments/stripe/webhook/", port=web.pay_port)
    company.start()
    yield company
    company.stop()


@pytest.fixture
def store(
    transactional_db: None, web: Web, card_company: LocalStripe, pictures: None, settings
) -> Iterator[Store]:
    """Two groups' pieces on sale, and everything running that `make run` runs."""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = web.pay_url, SECRET
    settings.PUBLIC_URL = web.url
    shop = open_shop(tag=new_tag())
    shop.piece(STOLE, price="3450", picture=GOODS / "kani-wool-stole.webp")
    box = GOODS / "papier-mache-jewellery-box-hazara.webp"
    shop.piece(BOX, price="1450", maker="KZ11", hsn="4420", grams=260, picture=box)
    reindex_all()
    stop = threading.Event()
    worker = threading.Thread(target=relay.run_forever, args=(stop,), daemon=True)
    worker.start()
    yield Store(web.url, web.pay_url, shop)
    put_away(shop)
    stop.set()
    worker.join(timeout=15)
    assert not worker.is_alive()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    assert CHROMIUM is not None, "REQUIRE_BROWSER is set, and chromium is not installed"
    expect.set_options(timeout=30_000 if on_saleor() else 5_000)
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def open_page(browser: Browser, store: Store):
    """Open a fresh browser window: ``open_page(width, script=…)``. A logged error fails the test."""
    contexts = []
    faults: list[str] = []

    def opened(width: int, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, base_url=store.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000 if on_saleor() else 15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if not _expected(fault)] == []


def _expected(fault: str) -> bool:
    """The browser logs refusals with their proper status, and page transitions that a resize cuts short."""
    return "the server responded with a status of 4" in fault or "Transition was aborted" in fault
