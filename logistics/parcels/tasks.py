from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from logistics.parcels.services.follow_tracking import poll
from logistics.parcels.services.say_late import say_late


@app.periodic(cron="*/20 * * * *")
@app.task(name="parcels.poll", queue="parcels", queueing_lock="parcels.poll")
def ask_carriers(timestamp: int) -> None:
    """Every twenty minutes; ``timestamp`` is procrastinate's."""
    del timestamp
    poll(now=now())


@app.periodic(cron="5 3-15 * * *")
@app.task(name="parcels.say_late", queue="parcels", queueing_lock="parcels.say_late")
def late(timestamp: int) -> None:
    """Every hour between half past eight and nine at night in India; ``timestamp`` is procrastinate's."""
    del timestamp
    say_late(now=now())
