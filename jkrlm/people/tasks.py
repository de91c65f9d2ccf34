from django.core.management import call_command
from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from jkrlm.people.services.clear_up import forget_messages
from jkrlm.people.services.count_attempt import forget_attempts


@app.periodic(cron="23 * * * *")
@app.task(name="people.clear_up", queue="people", queueing_lock="people.clear_up")
def clear_up(timestamp: int) -> None:
    """Drop sessions, counted tries, codes and messages that are over."""
    del timestamp
    call_command("clearsessions")
    forget_attempts(now=now())
    forget_messages(now=now())
