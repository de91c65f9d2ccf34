from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from sellers.orders.reactions import look_after_refunds
from sellers.orders.services.chase_unanswered import chase_unanswered


@app.periodic(cron="*/30 * * * *")
@app.task(name="orders.chase_unanswered", queue="orders", queueing_lock="orders.chase_unanswered")
def chase(timestamp: int) -> None:
    """Every half hour; ``timestamp`` is procrastinate's."""
    del timestamp
    chase_unanswered(now=now())


@app.periodic(cron="17 * * * *")
@app.task(name="orders.look_after_refunds", queue="orders", queueing_lock="orders.look_after_refunds")
def look_after(timestamp: int) -> None:
    """Every hour; ``timestamp`` is procrastinate's."""
    del timestamp
    look_after_refunds()
