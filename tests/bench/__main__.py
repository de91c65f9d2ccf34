"""
Measure the budget table: ``make bench`` (ARGS="--products 100000 --seconds 60 --requests 200").

Loads the demo, measures on its 69 products, grows the catalogue, measures again, then lets buyers order
without pause. Prints the tables in Markdown and writes ``var/bench.json``; ``--write-docs`` puts them into
``docs/performance.md`` as well. CPU is that of the web server and the database together, divided by requests;
times are of one client on the same machine.
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent


def prepare() -> None:
    """Tables and demo data in the throwaway database that DATABASE_URL names."""
    for command in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0"), ("load_demo",)):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)


def database_pid() -> int:
    """Return the postmaster's pid: the parent of our own connection's server process."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    match = re.search(r"^PPid:\s+(\d+)", Path(f"/proc/{backend}/status").read_text(), re.MULTILINE)
    assert match, "the database must run on this machine to be measured"
    return int(match.group(1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*, worker: bool, port: int | None = None) -> Iterator[tuple[str, int]]:
    """Run the web server, as ``make run`` does, and the worker when asked; yields address and pid."""
    port = port or free_port()
    env = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    quiet: dict[str, Any] = {
        "cwd": ROOT,
        "env": env,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    web = subprocess.Popen([sys.executable, "-m", "jkrlm.supervisor.web"], **quiet)
    others = [subprocess.Popen([sys.executable, "manage.py", "work"], **quiet)] if worker else []
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                if httpx.get(f"{url}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        yield url, web.pid
    finally:
        for process in (web, *others):
            process.terminate()
        for process in (web, *others):
            process.wait(timeout=20)


def count_queries(method: str, path: str, body: dict[str, object] | None) -> int:
    """Return the number of SQL queries of a warm request, in process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})

    def ask() -> None:
        answer = (
            client.get(path) if method == "GET" else client.post(path, body, content_type="application/json")
        )
        assert answer.status_code == 200, (path, answer.status_code)

    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured.captured_queries)


def measure_all(products: int, requests: int) -> dict[str, Any]:
    from django.db import connection

    from tests.bench.measure import Server, measure
    from tests.bench.processes import memory_mb
    from tests.bench.rows import PAGES, rows

    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM store_product_product ORDER BY md5(slug) LIMIT 200")
        slugs = [row[0] for row in cursor.fetchall()]
    table = []
    with serving(worker=False) as (url, pid):
        server = Server(url, pid, database_pid(), str(connection.settings_dict["NAME"]))
        for row in rows(slugs, pages=PAGES if products > 10_000 else 1):
            sample = measure(server, row.ask, requests=requests)
            sql = count_queries(*row.sample) if row.sample else None
            table.append(
                {
                    "name": row.name,
                    "sql": sql,
                    **asdict(sample),
                    "wanted": wanted(row),
                    "reach": reach(row, sample, sql),
                }
            )
        memory = memory_mb(pid)
    return {"products": products, "rows": table, "web_worker_memory_mb": memory}


def wanted(row: Any) -> str:
    """Return DESIGN.md's "reach" in words."""
    parts = [
        f"{row.cpu_ms_reach:g}" if row.cpu_ms_reach else "",
        f"{row.sql_reach} SQL" if row.sql_reach else "",
        f"p95 {row.p95_ms_reach:g}" if row.p95_ms_reach else "",
    ]
    return ", ".join(part for part in parts if part) or "–"


def reach(row: Any, sample: Any, sql: int | None) -> str:
    """Say whether DESIGN.md's "reach" is met: yes, no, or - where it names none."""
    verdicts = [
        sample.cpu_ms <= row.cpu_ms_reach if row.cpu_ms_reach else None,
        sql <= row.sql_reach if row.sql_reach and sql is not None else None,
        sample.p95_ms <= row.p95_ms_reach if row.p95_ms_reach else None,
    ]
    known = [verdict for verdict in verdicts if verdict is not None]
    return "-" if not known else "yes" if all(known) else "no"


#: Orders a second of the run that must drain: a quarter above what is asked for (12).
PACE: Final = 15.0
#: So long after the last order no event may wait (DESIGN.md).
DRAINED_WITHIN: Final = 30.0


def order_run(seconds: float, buyers: int) -> list[dict[str, Any]]:
    """
    Let buyers order for ``seconds``, the worker running beside: at ``PACE``, then as fast as the house answers.

    The first is judged: so many orders a second, and no event waits ``DRAINED_WITHIN`` after the last. The
    second shows where the house ends, and how long its worker then has to catch up.
    """
    from django.db import connection

    from jkrlm.kernel.ids import global_id
    from tests.bench.measure import Server
    from tests.bench.orders import sustained

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id FROM store_product_productvariant v JOIN store_product_productvariantchannellisting l"
            " ON l.variant_id = v.id WHERE l.price_amount BETWEEN 200 AND 20000 ORDER BY md5(v.id::text) LIMIT 300"
        )
        variants = [global_id("ProductVariant", row[0]) for row in cursor.fetchall()]
    runs = []
    with serving(worker=True) as (url, pid):
        server = Server(url, pid, database_pid(), str(connection.settings_dict["NAME"]))
        sustained(url, variants, seconds=3, buyers=buyers)
        for pace in (PACE, None):
            drained_after(300)
            before = server.cpu_seconds()
            run = sustained(url, variants, seconds=seconds, buyers=buyers, pace=pace)
            used = server.cpu_seconds() - before
            drained, rate = drained_after(300), run.orders / run.seconds
            met = rate >= 12 and drained is not None and drained <= DRAINED_WITHIN
            runs.append(
                {
                    **asdict(run),
                    "buyers": buyers,
                    "pace": pace,
                    "orders_per_second": rate,
                    "cpu_ms_per_order": used * 1000 / max(run.orders, 1),
                    "events_drained_after_seconds": drained,
                    "reach": "-" if pace is None else "yes" if met else "no",
                }
            )
    return runs


def drained_after(limit: float) -> float | None:
    """Return the seconds until no event waits, or None when it takes longer than ``limit``."""
    from jkrlm.kernel.models import DeliveryState, OutboxDelivery

    started = time.monotonic()
    while time.monotonic() - started < limit:
        if not OutboxDelivery.objects.filter(state=DeliveryState.PENDING).exists():
            return time.monotonic() - started
        time.sleep(0.5)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--buyers", type=int, default=4)
    parser.add_argument(
        "--no-prepare", action="store_true", help="the database is prepared and grown already"
    )
    parser.add_argument("--no-orders", action="store_true")
    parser.add_argument("--no-payouts", action="store_true")
    parser.add_argument("--no-certification", action="store_true")
    parser.add_argument("--no-quote", action="store_true")
    parser.add_argument("--no-pictures", action="store_true")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jkrlm.settings.demo"  # as people run it, pool and all
    if not options.no_prepare:
        prepare()

    import django

    django.setup()
    from tests.bench.allotment import allot_run
    from tests.bench.certification import certification_run
    from tests.bench.payouts import payout_run
    from tests.bench.pictures import pictures_run
    from tests.bench.quote import quote_run
    from tests.bench.report import environment, markdown, write_docs
    from tests.bench.world import grow

    result: dict[str, Any] = {"environment": environment(), "catalogues": []}
    if not options.no_prepare:
        result["catalogues"].append(measure_all(69, options.requests))
        print(f"Growing the catalogue to {options.products:,} products …", flush=True)
    count = grow(options.products) if not options.no_prepare else options.products
    result["catalogues"].append(measure_all(count, options.requests))
    if not options.no_orders:
        result["orders"] = order_run(options.seconds, options.buyers)
    if not options.no_payouts:
        result["payouts"] = payout_run()
    if not options.no_certification:
        result["certification"] = certification_run(serving, database_pid(), options.requests)
    if not options.no_quote:
        result["quote"] = quote_run()
    result["allotment"] = allot_run()
    if not options.no_pictures:
        result["pictures"] = pictures_run()
    text = markdown(result)
    print(text)
    if options.write_docs:
        write_docs(text)
    target = Path(os.environ.get("DATA_DIR", ROOT / "var")) / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1))
    print(f"\nWritten to {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
