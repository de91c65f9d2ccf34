from procrastinate.contrib.django import app

from commerce.payments.facade import read_bank_feed, settle_abandoned, settle_stall_cards
from jkrlm.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="payments.settle_abandoned", queue="payments", queueing_lock="payments.settle_abandoned")
def sweep_payments(timestamp: int) -> None:
    """Sweep every minute; ``timestamp`` is procrastinate's and unused, as now is what counts."""
    del timestamp
    settle_abandoned(now())


@app.periodic(cron="* * * * *")
@app.task(name="payments.settle_stalls", queue="payments", queueing_lock="payments.settle_stalls")
def sweep_stalls(timestamp: int) -> None:
    """Every minute, by itself: a slow card company at a fair holds up no payment of the online store."""
    del timestamp
    settle_stall_cards(now())


@app.periodic(cron="* * * * *")
@app.task(name="payments.read_bank_feed", queue="payments", queueing_lock="payments.read_bank_feed")
def sweep_bank_feed(timestamp: int) -> None:
    """Ask the bank's feed every minute; what fails is tried in the next. Without one nothing happens."""
    del timestamp
    read_bank_feed()
