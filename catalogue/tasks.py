from procrastinate.contrib.django import app

from catalogue.services.on_sale import judge_licences, turn_of_days
from jkrlm.kernel.clock import now


@app.periodic(cron="*/10 * * * *")
@app.task(name="catalogue.turn_of_days", queue="catalogue", queueing_lock="catalogue.turn_of_days")
def days(timestamp: int) -> None:
    """Every ten minutes: holidays begin and end, blocks with an end are lifted."""
    del timestamp
    turn_of_days(now=now())


@app.periodic(cron="40 18 * * *")
@app.task(name="catalogue.judge_licences", queue="catalogue", queueing_lock="catalogue.judge_licences")
def licences(timestamp: int) -> None:
    """Ten minutes past midnight in India: goods whose licence has ended are taken off sale."""
    del timestamp
    judge_licences(now=now())
