from procrastinate.contrib.django import app

from commerce.payments.facade import settle_abandoned
from jkrlm.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="payments.settle_abandoned", queue="payments", queueing_lock="payments.settle_abandoned")
def sweep_payments(timestamp: int) -> None:
    """Sweep every minute; ``timestamp`` is procrastinate's and unused, as now is what counts."""
    del timestamp
    settle_abandoned(now())
