import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now, today
from sellers.tax.returns.months import Month
from sellers.tax.services.issue_commission import issue_commission

logger = logging.getLogger(__name__)
_AGAIN = RetryStrategy(max_attempts=4, exponential_wait=30)


@app.periodic(cron="30 21 * * *")
@app.task(name="tax.bill_commission", queue="tax", queueing_lock="tax.bill_commission", retry=_AGAIN)
def bill_commission(timestamp: int) -> None:
    """At three in the morning in India, the month before; ``timestamp`` is procrastinate's."""
    del timestamp
    _bill(Month.of(today()).before)


@app.task(name="tax.bill_commission_of", queue="tax", queueing_lock="tax.bill_commission_of")
def bill_commission_of(month: str) -> None:
    """A month (2026-11), because somebody asked; what waits stands on the month's page."""
    chosen = Month.parse(month)
    if chosen is not None:
        _bill(chosen)


def _bill(month: Month) -> None:
    done = issue_commission(month=month, now=now())
    logger.info("commission of %s: %s issued, %s wait", month, len(done.documents), len(done.waiting))
