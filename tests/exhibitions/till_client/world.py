"""
A running exhibition with goods, cashiers' PINs and codes for tablets; and a tablet before its person.

>>> stall = a_stall(web.url)               # KZ09, KZ11 and JM09 stand at A1, A2, A3; UPI is set up by settings
>>> tablet = Tablet(page)
>>> tablet.become_till(stall.code()); tablet.sign_in(); tablet.open_day()
>>> tablet.tap("Stole"); tablet.pay_cash()
"""

import contextlib
import json
import os
import signal
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page, Playwright, expect

from exhibitions.till.models import Entry, Till
from exhibitions.till.services.pair import make_code, revoke
from exhibitions.till.services.set_pin import set_pin
from jkrlm.kernel import clock
from tests.exhibitions.stock.world import at_the_fair
from tests.exhibitions.world import Fair, Goods, a_fair, goods_for

PIN = "2580"
FLOAT = {"500": 4}


@dataclass
class Stall:
    url: str
    fair: Fair
    goods: Goods

    def code(self, label: str = "By the gate", stall_code: str = "A1") -> str:
        made, _row = make_code(
            exhibition=self.fair.code,
            label=label,
            stall_code=stall_code,
            key=str(uuid4()),
            by=self.fair.manager,
            now=clock.now(),
        )
        return made

    def revoke(self, number: int) -> None:
        device = Till.objects.get(number=number).device
        revoke(device=device, reason="Left in a bus", by=self.fair.manager, now=clock.now())

    def entries(self, number: int = 1) -> list[dict[str, Any]]:
        """Return what the server has of a till, in the order in which the tablet wrote it."""
        rows = Entry.objects.filter(till__number=number).order_by("seq").values_list("payload", flat=True)
        return [json.loads(each) for each in rows]


def a_stall(url: str) -> Stall:
    fair = a_fair()
    goods = goods_for(fair)
    at_the_fair(fair, goods)
    for cashier in fair.cashiers:
        set_pin(exhibition=fair.code, user=cashier, pin=PIN, by=fair.manager, now=clock.now())
    return Stall(url, fair, goods)


@dataclass
class Tablet:
    """``url`` where the page has no base of its own."""

    page: Page
    url: str = ""

    def become_till(self, code: str, language: str = "") -> None:
        self.page.goto(f"{self.url}/pos/{language}#pair={code}")
        expect(self.page.locator("#pair-code")).to_have_value(code)
        self.page.locator("#pair-form button:not([type])").click()
        expect(self.page.locator("#pin")).to_be_visible()

    def sign_in(self, pin: str = PIN, who: str = "Cashier One") -> None:
        self.page.get_by_label(who).check()
        self.page.locator("#pin").fill(pin)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#pin")).to_be_hidden()

    def open_day(self) -> None:
        for note, pieces in FLOAT.items():
            self.page.locator(f"#open-heap-{note}").fill(str(pieces))
        self.page.locator("#open-form button").click()
        expect(self.page.locator("#tiles")).to_be_visible()

    def start(self, code: str) -> None:
        self.become_till(code)
        self.sign_in()
        self.open_day()

    def tap(self, *names: str) -> None:
        for name in names:
            self.page.locator("#tiles .tile", has_text=name).click()

    def pay_cash(self) -> None:
        self.page.locator("#pay-cash").click()
        self.page.locator("#cash-quick button").first.click()
        expect(self.page.locator("#receipt-new")).to_be_visible()

    def new_bill(self) -> None:
        self.page.locator("#receipt-new").click()

    def wait_for_nothing(self) -> None:
        """Send, until nothing waits."""
        self.page.evaluate("till.sync.now()")
        expect(self.page.locator("#net-text")).to_have_text("Online. 0 waiting to send")

    def kept(self) -> list[dict[str, Any]]:
        """Return what the tablet has written, with what became of it."""
        return self.page.evaluate(
            "till.store.entries().then((all) => all.map((each) => ({ ...each, said: JSON.parse(each.payload) })))"
        )

    def scan(self, text: str) -> None:
        """As a scanner does: a sign every five milliseconds, and Enter; however busy this machine is."""
        keys = self.page.context.new_cdp_session(self.page)
        began = time.time()
        for at, sign in enumerate((*text, "Enter")):
            typed = {"key": sign, "text": "\r" if sign == "Enter" else sign, "timestamp": began + at * 0.005}
            keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **typed})
            keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **typed})
        keys.detach()


class Machine:
    """A browser of our own, with a disk, that can lose its battery."""

    def __init__(
        self, playwright: Playwright, chromium: str, arguments: list[str], home: Path, url: str
    ) -> None:
        self.playwright, self.command, self.home, self.url = playwright, [chromium, *arguments], home, url
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self, *, offline: bool = False) -> Page:
        (self.home / "DevToolsActivePort").unlink(missing_ok=True)
        for lock in self.home.glob("Singleton*"):
            lock.unlink()
        self.process = subprocess.Popen(
            [
                *self.command,
                "--headless=new",
                f"--user-data-dir={self.home}",
                "--remote-debugging-port=0",
                "--no-first-run",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = self._port()
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self.browser.contexts[0]
        page = context.new_page()
        page.set_default_timeout(20_000)
        # The page comes from its worker then.
        context.set_offline(offline)
        page.goto(f"{self.url}/pos/")
        page.wait_for_selector("body[data-ready]", state="attached")
        return page

    def _port(self) -> int:
        for _try in range(150):
            with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
                return int((self.home / "DevToolsActivePort").read_text().splitlines()[0])
            time.sleep(0.1)
        raise AssertionError("chromium did not open its port")

    def lose_battery(self) -> None:
        """Everything of it is gone in an instant."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.browser is not None:
            with contextlib.suppress(Exception):
                self.browser.close()

    def databases(self) -> Path:
        """Where chromium keeps the pages' databases."""
        return self.home / "Default" / "IndexedDB"

    def tear(self) -> None:
        """
        Leave what a battery leaves that dies between a record's head and its body (LevelDB's log format).

        Chromium goes on writing behind it, finds it at the opening after that, and begins an empty database (ADR 0059).
        """
        (database,) = self.databases().glob("*.leveldb")
        log = max(database.glob("*.log"))
        crc, length, whole = 0x12345678, 600, 1
        with log.open("ab") as written:
            written.write(struct.pack("<IHB", crc, length, whole))

    @contextlib.contextmanager
    def running(self, *, offline: bool = False) -> Iterator[Page]:
        page = self.start(offline=offline)
        try:
            yield page
        finally:
            self.lose_battery()
