"""A test's own world: the stand-in, a bad proxy before it, the card company, and our rooms, each a process."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from psycopg import sql

from jkrlm.kernel.ids import global_id
from tests.common.bad_proxy import BadProxy, Pass
from tests.common.web import free_port
from tests.journeys import Buyer
from tests.payments.local_server import LocalStripe

ROOT = Path(__file__).resolve().parents[2]
STRIPE_KEY = "sk_test_standin"


class Fault(AssertionError):
    """What went wrong in the other process, with its traceback."""


@dataclass
class Child:
    """A process of ours that serves HTTP and can be told what to do."""

    module: str
    database: str
    port: int
    environment: dict[str, str]
    log: Path
    words: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith(("SALEOR_", "STRIPE_"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, "--port", str(self.port), *self.words],
            cwd=ROOT,
            env={**inherited, "DATABASE_URL": self.database, **self.environment},
            stdout=subprocess.PIPE,
            stderr=self.log.open("a"),
            text=True,
        )

    def wait_until_open(self) -> None:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        assert re.match(r"http://127\.0\.0\.1:\d+$", line.strip()), self.log.read_text()[-4000:]

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)

    def tell(self, call: str, **arguments: Any) -> Any:
        """Have something done over there; returns its answer, raises Fault with what went wrong."""
        asked = {"call": call, "arguments": arguments}
        answer = httpx.post(f"{self.url}/control/", json=asked, timeout=120).json()
        if "fault" in answer:
            raise Fault(answer["fault"])
        return answer["answer"]

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look (or write) straight into its database."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def aside(self, table: str) -> Iterator[None]:
        """Put a table's rows aside while a test spoils them."""
        name, kept = sql.Identifier(table), sql.Identifier(f"{table}_aside")
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, name))
            columns = [
                sql.Identifier(column)
                for (column,) in connection.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
                )
            ]
            try:
                yield
            finally:
                connection.execute(
                    sql.SQL("UPDATE {} SET ({}) = ROW({}) FROM {} WHERE {}.id = {}.id").format(
                        name,
                        sql.SQL(", ").join(columns),
                        sql.SQL(", ").join(sql.SQL("{}.{}").format(kept, column) for column in columns),
                        kept,
                        name,
                        kept,
                    )
                )
                connection.execute(sql.SQL("DROP TABLE {}").format(kept))


@dataclass
class House:
    """``saleor`` is the stand-in, reached by ``rooms`` through ``proxy``."""

    saleor: Child
    rooms: Child
    proxy: BadProxy
    stripe: LocalStripe
    buyers: list[Buyer] = field(default_factory=list)

    def buyer(self, **contact: str) -> Buyer:
        made = Buyer(self.rooms.url, **contact)
        self.buyers.append(made)
        return made

    def at_rest(self, *, seconds: float = 20) -> None:
        """Wait until the stand-in has told us everything and our rooms have done with it, twice in a row."""
        still = 0
        until = time.monotonic() + seconds
        while still < 2:
            there, here = self.saleor.tell("waiting"), self.rooms.tell("waiting")
            still = 0 if there["unsent"] or there["queued"] or here["pending"] else still + 1
            assert time.monotonic() < until, (there, here, self.failing())
            time.sleep(0.05)

    def failing(self) -> list[tuple[Any, ...]]:
        """Return what waits in our outbox: event, reaction, tries, why."""
        return self.rooms.rows(
            "SELECT m.name, d.reaction, d.attempts, right(d.last_error, 200) FROM kernel_outboxdelivery d"
            " JOIN kernel_outboxmessage m ON m.id = d.message_id WHERE d.state <> 'DONE' ORDER BY d.id"
        )

    def behave(self) -> None:
        """Let everybody do what they should again."""
        self.proxy.back()
        self.proxy.mode = Pass()
        self.saleor.tell("honest")

    def charges(self) -> list[dict[str, Any]]:
        """Return what the card company's own books say it took."""
        answer = httpx.get(
            f"{self.stripe.address}/v1/charges", params={"limit": 100}, auth=(STRIPE_KEY, ""), timeout=10
        )
        return [each for each in answer.json()["data"] if each["status"] == "succeeded"]

    def mails(self) -> list[tuple[str, str]]:
        """Return (kind, order) of every letter that we wrote."""
        return self.rooms.rows(  # type: ignore[return-value]
            "SELECT m.kind, a.order_id FROM storefront_mailmessage m"
            " JOIN storefront_orderaccess a ON a.id = m.access_id ORDER BY m.id"
        )

    def order_of(self, number: int) -> str:
        """Return the id of an order."""
        ((pk,),) = self.saleor.rows("SELECT id FROM store_order_order WHERE number = %s", number)
        return global_id("Order", pk)

    def reconcile(self, *words: str) -> tuple[list[str], bool]:
        """Run the command; returns the lines that it said and whether it was content."""
        said = self.rooms.tell("command", name="saleor_reconcile", words=list(words))
        return said["said"].splitlines(), said["content"]

    def orders(self) -> list[tuple[Any, ...]]:
        """Return (number, status, total) of the store's orders, as its own tables have them."""
        return self.saleor.rows("SELECT number, status, total_gross FROM store_order_order ORDER BY number")


def until(holds: Callable[[], Any], what: str, *, seconds: float = 15) -> Any:
    end = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < end, f"waited {seconds} s in vain for {what}"
        time.sleep(0.05)
    return answer


@contextmanager
def databases(base: str, *names: str) -> Iterator[list[str]]:
    """Yield addresses of new, empty databases beside the one at ``base``; they go when the block ends."""
    with psycopg.connect(base, autocommit=True) as connection:
        made = [f"{name}_{uuid4().hex[:12]}" for name in names]
        for name in made:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield [base.rpartition("/")[0] + f"/{name}" for name in made]
    finally:
        with psycopg.connect(base, autocommit=True) as connection:
            for name in made:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def standing_house(base: str, folder: Path, *, real_pace: bool = False) -> Iterator[House]:
    """Yield a shop that is open, with nothing on sale yet; ``base`` is a database's address."""
    with databases(base, "standin", "rooms") as (theirs, ours):
        saleor = Child(
            "tests.standin", theirs, free_port(), {"DATA_DIR": str(folder / "saleor")}, folder / "saleor.log"
        )
        proxy = BadProxy(saleor.url, port=free_port())
        rooms_port, stripe_port = free_port(), free_port()
        rooms = Child(
            "tests.standin.rooms",
            ours,
            rooms_port,
            {
                "DATA_DIR": str(folder / "rooms"),
                "SALEOR_API_URL": f"{proxy.url}/graphql/",
                "PUBLIC_URL": f"http://127.0.0.1:{rooms_port}",
                "STRIPE_API_BASE": f"http://127.0.0.1:{stripe_port}",
            },
            folder / "rooms.log",
            ("--real-pace",) if real_pace else (),
        )
        stripe = LocalStripe(folder / "stripe", f"{rooms.url}/payments/stripe/webhook/", port=stripe_port)
        try:
            saleor.start()
            rooms.start()
            stripe.start()
            saleor.wait_until_open()
            with proxy:
                rooms.wait_until_open()
                manifest = f"{rooms.url}/saleor/manifest.json"
                saleor.tell("move_in", manifest_url=manifest, api_url=f"{proxy.url}/graphql/")
                rooms.tell("open_for_business")
                yield House(saleor, rooms, proxy, stripe)
        finally:
            rooms.stop()
            saleor.stop()
            stripe.stop()
