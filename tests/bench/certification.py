"""A register of 10,000 certificates and 100,000 labels: a look at a label over HTTP, a search, labels made."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

import httpx

VERIFY_CPU_MS_REACH = 6.0
SEARCH_P95_MS_REACH = 50.0
LABELS_SECONDS_REACH = 60.0
LABELS = 10_000
SEARCHES = ("jktpo-26-90432", "saffron 26", "s26-0077", "mongra", "nothing like it", "")


def certification_run(
    serving: Callable[..., AbstractContextManager[tuple[str, int]]], database_pid: int, requests: int
) -> dict[str, Any]:
    """Fill the register, then look, search and print; CPU is the web server's and the database's together."""
    from django.db import connection

    from tests.bench.measure import Server, measure
    from tests.certification.cases.world import open_desk
    from tests.certification.verification.scale import fill
    from tests.certification.verification.world import labelled

    people = open_desk()
    codes = iter(fill(labelled(people).batch))
    with serving(worker=False) as (url, pid):
        server = Server(url, pid, database_pid, str(connection.settings_dict["NAME"]))
        look = measure(server, lambda client, _number: _look(client, codes), requests=requests)
    return {
        "look": {**asdict(look), "reach": "yes" if look.cpu_ms <= VERIFY_CPU_MS_REACH else "no"},
        "search_p95_ms": _search_p95(),
        "labels_seconds": _labels_seconds(people),
        "labels": LABELS,
    }


def _look(client: httpx.Client, codes: Iterator[str]) -> httpx.Response:
    """Each label and each device new: nothing is answered from memory, and every look is counted."""
    client.cookies.clear()
    return client.get(f"/verify/{next(codes)}/")


def _search_p95() -> float:
    from certification.certificates.register import Search, search

    times = []
    for _turn in range(20):
        for words in SEARCHES:
            begun = time.perf_counter()
            search(Search(words=words))
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def _labels_seconds(people: Any) -> float:
    import certification.labels.facade as labels
    from certification.labels.documents import labels_pdf
    from tests.certification.certificates.world import certified_lot
    from tests.certification.labels.world import batch_of

    certificate = certified_lot(people, quantity=LABELS)
    begun = time.monotonic()
    batch = batch_of(certificate, people.officer, LABELS, layout="a4-40")
    for part in range(1, labels.batch(batch.pk).parts + 1):
        labels_pdf(batch, part)
    return time.monotonic() - begun
