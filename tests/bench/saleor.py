"""
Measure a real Saleor beside us: ``make bench-saleor`` (ARGS="--requests 100 --orders 10 --store-pids 12,34").

The store is the one that SALEOR_API_URL and SALEOR_APP_TOKEN name; its catalogue is measured as it is. Our
pages run in a web server of this run, on a throwaway database; it listens where SALEOR_WEBHOOK_BASE_URL says that
this Saleor's webhooks go, and without that no orders are placed. ``--store-pids`` are the process trees of that
Saleor on this machine (its web server, its worker, its PostgreSQL): with them, CPU is counted as well.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.bench.__main__ import ROOT, database_pid, serving
from tests.bench.measure import measure
from tests.bench.orders import StepRefused, place_order
from tests.bench.processes import descendants, percentile, ticks_of
from tests.bench.rows import rows


@dataclass(frozen=True)
class Trees:
    """Process trees whose CPU is added up; ``url`` is where requests go."""

    url: str
    pids: tuple[int, ...]

    def cpu_seconds(self) -> float:
        every = set().union(*(descendants(pid) for pid in self.pids)) if self.pids else set()
        return ticks_of(every)


def store_address() -> str:
    parts = urlsplit(os.environ["SALEOR_API_URL"])
    return f"{parts.scheme}://{parts.netloc}"


def goods() -> tuple[list[str], list[str]]:
    """Return slugs and variant ids of up to 100 products on sale."""
    query = """query { products(first: 100, channel: "online", where: {isAvailable: true}) { edges { node {
        slug productVariants(first: 1) { edges { node { id quantityAvailable } } } } } } }"""
    answer = httpx.post(os.environ["SALEOR_API_URL"], json={"query": query}, timeout=60).json()
    nodes = [edge["node"] for edge in answer["data"]["products"]["edges"]]
    variants = [node["productVariants"]["edges"][0]["node"] for node in nodes]
    return [node["slug"] for node in nodes], [v["id"] for v in variants if v["quantityAvailable"] > 5]


def orders(url: str, variants: list[str], count: int, store: Trees) -> dict[str, Any]:
    """Place orders one after the other; returns times of a whole order and its CPU."""
    times: list[float] = []
    refused: list[str] = []
    before = store.cpu_seconds()
    with httpx.Client(base_url=url, timeout=120) as client:
        for turn in range(count):
            started = time.perf_counter()
            try:
                place_order(client, variants[turn % len(variants)])
                times.append(time.perf_counter() - started)
            except StepRefused as refusal:
                refused.append(str(refusal))
    cpu = (store.cpu_seconds() - before) * 1000 / max(len(times), 1)
    return {
        "orders": len(times),
        "refused": refused[:3],
        "p50_s": percentile(times, 0.5) if times else None,
        "p95_s": percentile(times, 0.95) if times else None,
        "store_cpu_ms": cpu,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--store-pids", default="", help="process trees of Saleor, separated by commas")
    options = parser.parse_args()
    if not (os.environ.get("SALEOR_API_URL") and os.environ.get("SALEOR_APP_TOKEN")):
        print("Set SALEOR_API_URL and SALEOR_APP_TOKEN to the Saleor that shall be measured.")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "jkrlm.settings.demo"
    for command in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0"), ("load_demo",)):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    import django

    django.setup()
    pids = tuple(int(pid) for pid in options.store_pids.split(",") if pid)
    store = Trees(store_address(), pids)
    slugs, variants = goods()
    table: list[dict[str, Any]] = []
    bought: dict[str, Any] = {}
    port = urlsplit(os.environ.get("SALEOR_WEBHOOK_BASE_URL", "")).port
    with serving(worker=False, port=port) as (url, web):
        ours = Trees(url, (web, database_pid()))
        for row in rows(slugs, pages=1):
            at_store = row.name.startswith("GraphQL")
            before = store.cpu_seconds() if not at_store else 0.0
            sample = measure(store if at_store else ours, row.ask, requests=options.requests, warm_up=10)
            share = 0.0 if at_store else (store.cpu_seconds() - before) * 1000 / (options.requests + 10)
            table.append(
                {"name": row.name, **asdict(sample), "store_cpu_ms": sample.cpu_ms if at_store else share}
            )
            print(_line(table[-1], at_store, bool(pids)), flush=True)
        if options.orders and port:
            bought = orders(store.url, variants, options.orders, store)
    print(json.dumps(bought))
    target = Path(os.environ.get("DATA_DIR", ROOT / "var")) / "bench-saleor.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"rows": table, "orders": bought}, indent=1))
    return 0


def _line(row: dict[str, Any], at_store: bool, counted: bool) -> str:
    store = f"{row['store_cpu_ms']:.0f}" if counted else "not counted"
    ours = "–" if at_store else f"{row['cpu_ms']:.1f}"
    return f"| {row['name']} | {ours} | {store} | {row['p50_ms']:.0f} | {row['p95_ms']:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
