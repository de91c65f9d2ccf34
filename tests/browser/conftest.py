"""The whole store for a browser: web server, the worker's relay and the local Stripe server."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Playwright
from pytest_django.live_server_helper import LiveServer

from catalogue.facade import reindex_all
from jkrlm.kernel import relay
from tests.browser.pictures import compose
from tests.common.shop_world import open_shop
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
    url: str
    pay_url: str


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """
    Our web server, and the local Stripe server in a process of its own; each knows the other's address.

    The content security policy names the pay page, so its address is fixed before our server starts.
    """
    before = settings.STRIPE_API_BASE
    port = _free_port()
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{port}"
    web = LiveServer("127.0.0.1")
    data = tmp_path_factory.mktemp("stripe")
    company = LocalStripe(data, f"{web.url}/payments/stripe/webhook/", port=port)
    company.start()
    yield Store(web.url, company.address)
    compose(390, 1280)
    company.stop()
    web.stop()
    settings.STRIPE_API_BASE = before


@pytest.fixture
def store(transactional_db: None, servers: Store, settings) -> Iterator[Store]:
    """Two groups' pieces on sale, and everything running that `make run` runs."""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = servers.pay_url, SECRET
    settings.PUBLIC_URL = servers.url
    shop = open_shop()
    shop.piece("Kani Wool Stole", price="3450", picture=GOODS / "kani-wool-stole.webp")
    shop.piece(
        "Papier-Mâché Jewellery Box",
        price="1450",
        maker="KZ11",
        hsn="4420",
        grams=260,
        picture=GOODS / "papier-mache-jewellery-box-hazara.webp",
    )
    reindex_all()
    stop = threading.Event()
    worker = threading.Thread(target=relay.run_forever, args=(stop,), daemon=True)
    worker.start()
    yield servers
    stop.set()
    worker.join(timeout=15)
    assert not worker.is_alive()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    assert CHROMIUM is not None, "REQUIRE_BROWSER is set, and chromium is not installed"
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
        page.set_default_timeout(15_000)
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
