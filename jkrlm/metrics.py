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

import commerce.facade as commerce
import commerce.payments.facade as payments
import jkrlm.people.facade as people
import storefront.facade as storefront
from jkrlm.kernel.figures import Figure
from jkrlm.kernel.version import VERSION

Handler = Callable[[HttpRequest], HttpResponse]

REQUESTS: Final = Counter("umeed_requests", "Requests answered", ("route", "method", "status"))
SECONDS: Final = Histogram(
    "umeed_request_seconds",
    "Time to answer",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

#: The worker's own; the rooms tell theirs.
_QUEUES: Final = (
    Figure(
        "umeed_events_waiting",
        "Reactions to events that wait",
        "SELECT count(*) FROM kernel_outboxdelivery WHERE state = 'PENDING'",
    ),
    Figure(
        "umeed_events_late_seconds",
        "How long the reaction that is due longest waits",
        "SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0) FROM kernel_outboxdelivery"
        " WHERE state = 'PENDING' AND next_at < now()",
    ),
    Figure(
        "umeed_events_oldest_seconds",
        "How old the oldest event is that is not handled, also where its next try is far off",
        "SELECT coalesce(extract(epoch FROM now() - min(message.issued_at)), 0)"
        " FROM kernel_outboxdelivery AS delivery JOIN kernel_outboxmessage AS message"
        " ON message.id = delivery.message_id WHERE delivery.state = 'PENDING'",
    ),
    Figure(
        "umeed_events_dead",
        "Dead letters",
        "SELECT count(*) FROM kernel_outboxdelivery WHERE state = 'DEAD'",
    ),
    Figure(
        "umeed_tasks_waiting",
        "Tasks that are due and not begun",
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
        " AND (scheduled_at IS NULL OR scheduled_at <= now())",
    ),
    Figure(
        "umeed_tasks_late_seconds",
        "How long the task that is due longest waits: a minute and more says that no worker runs",
        "SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0)"
        " FROM procrastinate_jobs AS job JOIN procrastinate_events AS event"
        " ON event.job_id = job.id AND event.type = 'deferred' WHERE job.status = 'todo'"
        " AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())",
    ),
    Figure(
        "umeed_tasks_failed",
        "Tasks that failed for good",
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'",
    ),
    Figure("umeed_database_bytes", "Size of the database", "SELECT pg_database_size(current_database())"),
)
FIGURES: Final = (*_QUEUES, *commerce.FIGURES, *payments.FIGURES, *storefront.FIGURES, *people.FIGURES)


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


class Figures(Collector):
    """What stands in the database, read when it is asked for."""

    def collect(self) -> Iterator[Any]:
        info = GaugeMetricFamily("umeed_info", "What runs", labels=("version",))
        info.add_metric((VERSION,), 1)
        yield info
        with connection.cursor() as cursor:
            for figure in FIGURES:
                cursor.execute(figure.sql)
                family = GaugeMetricFamily(figure.name, figure.words, labels=figure.labels)
                for *labels, number in cursor.fetchall():
                    family.add_metric(labels, float(number))
                yield family


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who shows METRICS_TOKEN as a bearer; where none is set the address is not there."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Figures())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        text = generate_latest(registry)
    else:
        text = generate_latest(registry) + generate_latest(REGISTRY)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
