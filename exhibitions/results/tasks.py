from procrastinate.contrib.django import app

from exhibitions.results.services.forget_leads import forget_old_leads
from jkrlm.kernel import clock


@app.periodic(cron="40 3 * * *")
@app.task(name="exhibitions_results.forget", queue="exhibitions", queueing_lock="exhibitions_results.forget")
def forget(timestamp: int) -> None:
    """Every night; ``timestamp`` is procrastinate's."""
    del timestamp
    forget_old_leads(now=clock.now(), today=clock.today())
