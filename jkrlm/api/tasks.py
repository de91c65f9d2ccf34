from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from jkrlm.api.fair_events import forget_old_events
from jkrlm.api.models import Act
from jkrlm.kernel.clock import now

#: A program that repeats a write so late is told that it was done by the state of what it was done to.
KEPT: Final = timedelta(days=90)


@app.periodic(cron="41 2 * * *")
@app.task(name="api.clear_up", queue="people", queueing_lock="api.clear_up")
def clear_up(timestamp: int) -> None:
    """Forget the keys of writes that are long done, and events that everybody has read."""
    del timestamp
    Act.objects.filter(at__lt=now() - KEPT).delete()
    forget_old_events()
