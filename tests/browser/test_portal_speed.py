"""
How soon a seller sees her page on two bars of 2G: 400 kbit/s, 400 ms there and back, nothing kept.

The house is `make run`'s with the demo's people, goods, orders and money. What each page took is printed
(`make test-slow ARGS="tests/browser/test_portal_speed.py -s"`), for docs/performance.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState

from tests.faults.store_house import StoreHouse

pytestmark = pytest.mark.slow

ROUND_TRIP_MS, BYTES_A_SECOND = 400, 400_000 // 8
LCP_MS, FIRST_VIEW_BYTES = 2_500, 70_000
#: Chromium delays answers only; a real first visit waits for TCP and for TLS 1.3, once there and back each.
HANDSHAKES_MS = 2 * ROUND_TRIP_MS

MEMBER = (
    "/sell/",
    "/sell/products/new/",
    "/sell/products/",
    "/sell/orders/",
    "/sell/orders/{order}/",
    "/sell/earnings/",
    "/sell/earnings/payments/",
    "/sell/earnings/statement/",
    "/sell/earnings/orders/{paid}/",
    "/sell/notices/",
)
HELPER = ("/sell/", "/sell/products/", "/sell/orders/", "/sell/earnings/", "/sell/notices/")

WATCH = """() => new Promise((done) => {
  const seen = { lcp: 0, shift: 0 };
  new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.lcp = each.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) seen.shift += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(seen), 1500);
})"""


@dataclass
class Phone:
    """Somebody's session, and the addresses of hers that the demo numbers anew."""

    session: StorageState
    found: dict[str, str]


@dataclass(frozen=True)
class View:
    status: int
    lcp_ms: float
    shift: float
    bytes: int
    files: int


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreHouse]:
    opened = StoreHouse(tmp_path_factory.mktemp("speed") / "var").open()
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def phones(house: StoreHouse, browser: Browser) -> dict[str, Phone]:
    return {who: signed_in(house, browser, who) for who in ("member", "crp")}


def signed_in(house: StoreHouse, browser: Browser, who: str) -> Phone:
    context = browser.new_context(base_url=house.url)
    page = context.new_page()
    page.goto("/demo/")
    page.locator(
        f"button[name=person][value={who}], form:has(input[name=person][value={who}]) button"
    ).click()
    page.wait_for_url("**/sell/**")
    found = {}
    for name, path in (("order", "/sell/orders/"), ("paid", "/sell/earnings/orders/")):
        page.goto(path)
        if codes := re.findall(rf'href="{path}([^"/?]+)/"', page.content()):
            found[name] = codes[0]
    phone = Phone(context.storage_state(), found)
    context.close()
    return phone


def first_view(house: StoreHouse, browser: Browser, phone: Phone, path: str) -> View:
    """Open a page as on the first day: an empty cache, no worker, the slow network."""
    context = browser.new_context(
        base_url=house.url,
        storage_state=phone.session,
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    received: dict[str, float] = {}

    def arrived(event: dict[str, Any]) -> None:
        received[event["requestId"]] = event["encodedDataLength"]

    wire.on("Network.loadingFinished", arrived)
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    seen = page.evaluate(WATCH)
    context.close()
    carried = [size for size in received.values() if size]
    return View(answer.status, seen["lcp"], round(seen["shift"], 3), int(sum(carried)), len(carried))


@pytest.mark.parametrize("language", ["", "/ur"], ids=["english", "urdu"])
@pytest.mark.parametrize(("who", "paths"), [("member", MEMBER), ("crp", HELPER)])
def test_the_first_view_comes_soon(
    house: StoreHouse,
    browser: Browser,
    phones: dict[str, Phone],
    who: str,
    paths: tuple[str, ...],
    language: str,
) -> None:
    missed = []
    for path in paths:
        address = language + path.format(**phones[who].found)
        first_view(house, browser, phones[who], address)  # the server has drawn it before, as on any day
        view = min((first_view(house, browser, phones[who], address) for _time in range(3)), key=_lcp)
        print(f"| {who} | {address} | {view.lcp_ms:.0f} | {view.bytes / 1000:.0f} | {view.files} |")
        lcp = view.lcp_ms + HANDSHAKES_MS
        if (view.status, view.shift) != (200, 0) or lcp > LCP_MS or view.bytes > FIRST_VIEW_BYTES:
            missed.append(f"{address}: {view}")
    assert missed == []


def _lcp(view: View) -> float:
    return view.lcp_ms
