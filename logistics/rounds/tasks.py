from django.db import transaction
from procrastinate.contrib.django import app

from jkrlm.kernel import clock
from logistics.rounds.services.plan_day import make_plan


@app.task(name="rounds.make", queue="logistics")
def make(plan_id: int) -> None:
    """Plan the rounds that were asked for; harmless when they are."""
    make_plan(plan_id=plan_id, now=clock.now())


@app.periodic(cron="0 23 * * *")
@app.task(name="rounds.plan_today", queue="logistics", queueing_lock="rounds.plan_today")
def plan_today(timestamp: int) -> None:
    """At half past four in the morning in India, before the first shift; ``timestamp`` is procrastinate's."""
    from logistics.rounds.facade import ask_todays_rounds

    del timestamp
    with transaction.atomic():
        asked = ask_todays_rounds()
        if asked is not None:
            make.defer(plan_id=asked)
