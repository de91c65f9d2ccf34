from datetime import timedelta
from typing import Final

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from commerce.embedded.webhook.deliver import Undelivered, deliver
from commerce.embedded.webhook.models import EventDelivery
from jkrlm.kernel.clock import now

#: Five tries after the first: after 4 s, 16 s, a minute, 4 minutes and 17.
RETRIES: Final = 5
KEPT_FOR: Final = timedelta(days=30)


@app.task(
    name="commerce.deliver_webhook",
    queue="commerce",
    pass_context=True,
    retry=RetryStrategy(max_attempts=RETRIES, exponential_wait=4, retry_exceptions=[Undelivered]),
)
def deliver_webhook(context: JobContext, delivery_id: int) -> None:
    """Tell a third party of an event; harmless when repeated."""
    tried = context.job.attempts if context.job else 0
    task_id = str(context.job.id) if context.job else ""
    deliver(delivery_id=delivery_id, task_id=task_id, is_last=tried >= RETRIES)


@app.periodic(cron="40 3 * * *")
@app.task(
    name="commerce.forget_old_deliveries", queue="commerce", queueing_lock="commerce.forget_old_deliveries"
)
def forget_old_deliveries(timestamp: int) -> None:
    """Drop what could not be delivered for a month: it is about people, and nobody waits for it."""
    del timestamp
    EventDelivery.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
