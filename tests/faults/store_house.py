"""The whole store under its own supervisor, and people who buy from it while it is killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.journeys import Buyer
from tests.supervisor.houses import OPEN, ROOT, SmallHouse, until

OPENS_WITHIN_SECONDS = 420
VICTIMS = ("web", "web worker", "worker", "postgres", "stripe", "supervisor")


class StoreHouse(SmallHouse):
    """``make run`` without make: the real plan, in demo mode."""

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "jkrlm.supervisor", "run"]

    def write_plan(self) -> None:
        """The plan is the store's own."""

    def environment(self) -> dict[str, str]:
        foreign = ("DATABASE_URL", "PUBLIC_URL", "HOST", "SECRET_KEY")
        kept = {k: v for k, v in os.environ.items() if k not in foreign and not k.startswith("STRIPE_")}
        own = {
            "DJANGO_SETTINGS_MODULE": "jkrlm.settings.demo",
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
        }
        return {**kept, **own}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> "StoreHouse":
        self.start()
        until(lambda: self.said(OPEN) or self.ended(), seconds=OPENS_WITHIN_SECONDS)
        assert self.said(OPEN), self.lines
        return self

    def stop(self) -> None:
        self.signal(signal.SIGTERM)
        assert self.exit_status(seconds=60) == 0, self.lines

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        env = {**self.environment(), "DATABASE_URL": self.database_url()}
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)

    def stripe_address(self) -> str:
        """Return where the local Stripe server listens now, as its own command line says it."""
        pid = self.pid_of("stripe")
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return f"http://127.0.0.1:{words[words.index('--port') + 1]}"

    def charges(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            answer = httpx.get(
                f"{self.stripe_address()}/v1/charges",
                params={"limit": 100, **after},
                auth=("sk_test_demo", ""),
                timeout=10,
            )
            found += answer.json()["data"]
            if not answer.json()["has_more"]:
                return found

    def kill(self, victim: str) -> bool:
        """Kill -9; returns whether there was anybody. A supervisor is started again by hand."""
        if victim == "supervisor":
            assert self.process is not None
            self.process.kill()
            self.exit_status()
            self.open()
            return True
        pid = self.pid_of("web" if victim == "web worker" else victim)
        try:
            if victim == "web worker" and pid is not None:
                pid = next(iter(_children(pid)), None)
            if pid is None:
                return False
            os.kill(pid, signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@dataclass
class Customer:
    """Somebody who wants one order and does not give up: reloads, goes back, presses again."""

    url: str
    email: str
    slug: str
    method: str
    crowd: "Crowd"
    order_url: str = ""
    #: Where the shop last sent the browser: it stands in the address bar, whether the page came or not.
    told: str = ""
    troubles: list[str] = field(default_factory=list)

    def buy(self, *, until_time: float) -> None:
        buyer = Buyer(self.url, email=self.email)
        buyer.web = self.crowd.client(self)
        while not self.order_url and time.monotonic() < until_time:
            try:
                self._try(buyer)
            except (httpx.TransportError, httpx.HTTPStatusError, AssertionError) as trouble:
                self.troubles.append(f"{type(trouble).__name__}: {str(trouble)[:160]}")
                time.sleep(0.5)
        buyer.web.close()

    def look(self, answer: httpx.Response) -> None:
        """Read where a redirect leads, as the address bar does."""
        location = answer.headers.get("Location", "")
        if "/orders/" in location:
            self.told = str(answer.url.join(location))

    def _try(self, buyer: Buyer) -> None:
        if self.told:
            self._follow(buyer, self.told)
            return
        page = self._good(buyer.web.get("/checkout/"))
        if page.url.path == "/cart/":
            self._good(buyer.add(self.slug))
            page = self._good(buyer.web.get("/checkout/"))
        if page.url.path == "/checkout/":
            page = self._good(buyer.check_pin())
        if page.url.path.startswith("/checkout/"):
            page = self._good(buyer.place(page, self.method))
        if "/pay/" in page.url.path:
            page = self._good(buyer.pay(page))
        if page.url.path.startswith("/orders/"):
            self._follow(buyer, str(page.url))

    def _follow(self, buyer: Buyer, address: str) -> None:
        """Reload the order's page until the order stands there."""
        for _look in range(600):
            page = buyer.web.get(address)
            if page.status_code == 200 and "<title>Order " in page.text:
                self.order_url = address
                return
            if page.status_code == 200 and "Look again" not in page.text:
                self.told = ""
                raise AssertionError(f"no order: {page.text[:300]}")
            time.sleep(0.5)

    @staticmethod
    def _good(page: httpx.Response) -> httpx.Response:
        if page.status_code >= 500:
            page.raise_for_status()
        return page


class Crowd:
    """Customers in some threads; knows how many requests are in flight and who has an order."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.customers: list[Customer] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def client(self, customer: Customer) -> httpx.Client:
        crowd = self

        class Counting(httpx.Client):
            def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
                crowd.count(+1)
                try:
                    return super().send(request, **options)
                finally:
                    crowd.count(-1)

        hooks = {"response": [customer.look]}
        return Counting(base_url=customer.url, follow_redirects=True, timeout=30, event_hooks=hooks)

    def count(self, change: int) -> None:
        with self._lock:
            self.in_flight += change

    @property
    def done(self) -> int:
        return sum(bool(customer.order_url) for customer in self.customers)

    def start(self, url: str, slugs: list[str], *, orders: int, threads: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.customers = [
            Customer(
                url,
                f"storm-{number}@example.com",
                slugs[number % len(slugs)],
                "stripe" if number % 2 else "cash-on-delivery",
                self,
            )
            for number in range(orders)
        ]

        def work(first: int) -> None:
            for customer in self.customers[first::threads]:
                customer.buy(until_time=end)

        self._threads = [
            threading.Thread(target=work, args=(first,), daemon=True) for first in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def finish(self) -> None:
        for thread in self._threads:
            thread.join()


@dataclass
class Storm:
    """Kills spread evenly over the checkouts, each with a request in flight."""

    house: StoreHouse
    crowd: Crowd
    kills: int
    seed: int
    done: list[str] = field(default_factory=list)

    def rage(self) -> None:
        choose = random.Random(self.seed)
        victims = [VICTIMS[number % len(VICTIMS)] for number in range(self.kills)]
        choose.shuffle(victims)
        orders = len(self.crowd.customers)
        for number, victim in enumerate(victims):
            self._wait(lambda number=number: self.crowd.done * (self.kills + 1) >= number * orders)
            # Somewhere inside a request, not always at its beginning.
            self._wait(lambda: self.crowd.in_flight > 0)
            time.sleep(choose.uniform(0, 0.15))
            self._wait(lambda: self.crowd.in_flight > 0)
            until(lambda victim=victim: self.house.kill(victim), seconds=60)
            self.done.append(victim)

    def _wait(self, holds: Callable[[], bool]) -> None:
        while not holds():
            assert self.crowd.busy, f"the customers are gone after {len(self.done)} kills"
            time.sleep(0.005)


def answers(house: StoreHouse) -> bool:
    try:
        return house.sql("select 1") == [(1,)] and httpx.get(f"{house.url}/readyz").status_code == 200
    except (psycopg.OperationalError, httpx.TransportError, OSError):
        return False
