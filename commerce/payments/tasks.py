from procrastinate.contrib.django import app

from commerce.payments.facade import read_bank_feed, settle_abandoned
from jkrlm.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="payments.settle_abandoned", queue="payments", queueing_lock="payments.settle_abandoned")
def sweep_payments(timestamp: int) -> None:
    """Sweep every minute; ``timestamp`` is procrastinate's and unused, as now is what counts."""
    del timestamp
    settle_abandoned(now())


@app.periodic(cron="* * * * *")
@app.task(name="payments.read_bank_feed", queue="payments", queueing_lock="payments.read_bank_feed")
def sweep_bank_feed(timestamp: int) -> None:
    """Ask the bank's feed every minute; what fails is tried in the next. Without one nothing happens."""
    del timestamp
    read_bank_feed()
