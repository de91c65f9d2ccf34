"""Measuring one kind of request: CPU of web and database together, per request."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx

from tests.bench.processes import Sample, cpu_seconds, percentile


@dataclass(frozen=True)
class Server:
    """A running store: where it answers, and whose CPU counts."""

    url: str
    web_pid: int
    postmaster: int
    database: str

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.web_pid, self.postmaster, self.database)


class Measured(Protocol):
    """What ``measure`` needs of a server."""

    @property
    def url(self) -> str: ...

    def cpu_seconds(self) -> float: ...


Ask = Callable[[httpx.Client, int], httpx.Response]


def measure(server: Measured, ask: Ask, *, requests: int, warm_up: int = 30) -> Sample:
    """Ask one after the other, warm, and divide the CPU time by the number of requests."""
    times: list[float] = []
    size = 0
    with httpx.Client(base_url=server.url, timeout=30) as client:
        for number in range(warm_up):
            _good(ask(client, number))
        before = server.cpu_seconds()
        for number in range(requests):
            started = time.perf_counter()
            answer = _good(ask(client, number + warm_up))
            times.append((time.perf_counter() - started) * 1000)
            size = max(size, len(answer.content))
        used = server.cpu_seconds() - before
    return Sample(
        cpu_ms=used * 1000 / requests,
        p50_ms=percentile(times, 0.50),
        p95_ms=percentile(times, 0.95),
        bytes=size,
        requests=requests,
    )


def _good(answer: httpx.Response) -> httpx.Response:
    answer.raise_for_status()
    if answer.headers.get("content-type", "").startswith("application/json") and "errors" in answer.json():
        raise RuntimeError(answer.text[:500])
    return answer
