from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

import sellers.orders.facade as orders
from sellers.payouts.services.build_batch import build_batch

_AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.periodic(cron="45 18 * * *")
@app.task(name="payouts.clear_due", queue="payouts", queueing_lock="payouts.clear_due", retry=_AGAIN)
def clear_due(timestamp: int) -> None:
    """At a quarter past midnight in India; ``timestamp`` is procrastinate's."""
    del timestamp
    orders.clear_due_shares()


@app.task(name="payouts.build", queue="payouts", retry=_AGAIN)
def build(batch_id: int) -> None:
    """Build a batch; harmless when it is built."""
    build_batch(batch_id=batch_id)
