"""``/metrics``: what an operator watches, in Prometheus' text format; nothing in it names a person."""

import hmac
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

Handler = Callable[[HttpRequest], HttpResponse]

REQUESTS: Final = Counter("umeed_requests", "Requests answered", ("route", "method", "status"))
SECONDS: Final = Histogram(
    "umeed_request_seconds",
    "Time to answer",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

#: Name, words, SQL of one number. Each is answered by an index.
_GAUGES: Final = (
    (
        "umeed_events_waiting",
        "Reactions to events that wait",
        "SELECT count(*) FROM kernel_outboxdelivery WHERE state = 'PENDING'",
    ),
    (
        "umeed_events_late_seconds",
        "How long the reaction that is due longest waits",
        "SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0) FROM kernel_outboxdelivery"
        " WHERE state = 'PENDING' AND next_at < now()",
    ),
    (
        "umeed_events_dead",
        "Dead letters",
        "SELECT count(*) FROM kernel_outboxdelivery WHERE state = 'DEAD'",
    ),
    (
        "umeed_tasks_waiting",
        "Tasks that are due and not begun",
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
        " AND (scheduled_at IS NULL OR scheduled_at <= now())",
    ),
    (
        "umeed_tasks_failed",
        "Tasks that failed for good",
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'",
    ),
)


class Counted:
    """Count each request under its route, never under its address: addresses may hold secrets."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = match.view_name or match.route if match else "none"
        REQUESTS.labels(route, request.method or "", str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - begun)
        return response


class Queues(Collector):
    """What waits in the database, read when it is asked for."""

    def collect(self) -> Iterator[Any]:
        with connection.cursor() as cursor:
            for name, words, sql in _GAUGES:
                cursor.execute(sql)
                yield GaugeMetricFamily(name, words, value=float(cursor.fetchone()[0]))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who shows METRICS_TOKEN as a bearer; where none is set the address is not there."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Queues())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        text = generate_latest(registry)
    else:
        text = generate_latest(registry) + generate_latest(REGISTRY)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
