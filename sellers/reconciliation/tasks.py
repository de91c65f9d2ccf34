from datetime import date

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

import commerce.payments.facade as payments
from jkrlm.kernel.clock import now
from sellers.reconciliation.services.fetch_stripe import fetch_day, fetch_due
from sellers.reconciliation.services.match_lines import match_lines as _match_lines

_AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


class FetchFailed(Exception):
    """A day of the card company's could not be fetched; the desk says why."""


@app.task(
    name="reconciliation.match_lines",
    queue="reconciliation",
    queueing_lock="reconciliation.match_lines",
    retry=_AGAIN,
)
def match_lines() -> None:
    """After a statement, a fetch, or something new in the books."""
    _match_lines(now=now())


@app.periodic(cron="*/30 * * * *")
@app.task(name="reconciliation.look_again", queue="reconciliation", queueing_lock="reconciliation.look_again")
def match_every_half_hour(timestamp: int) -> None:
    """Whatever came into the books meanwhile; ``timestamp`` is procrastinate's."""
    del timestamp
    _match_lines(now=now())


@app.periodic(cron="45 20 * * *")
@app.task(
    name="reconciliation.fetch_stripe",
    queue="reconciliation",
    queueing_lock="reconciliation.fetch_stripe",
    retry=RetryStrategy(max_attempts=6, exponential_wait=30),
)
def fetch_stripe_daily(timestamp: int) -> None:
    """At 02:15 in India: yesterday, and earlier days that failed; with back-off, then the next night."""
    del timestamp
    if payments.is_set_up() and fetch_due(now=now()):
        raise FetchFailed


@app.task(name="reconciliation.fetch_stripe_day", queue="reconciliation")
def fetch_stripe_day(day: str) -> None:
    """One day (YYYY-MM-DD), because somebody asked; how it ended stands on the day's page."""
    fetch_day(day=date.fromisoformat(day), now=now())
