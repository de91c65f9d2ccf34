from procrastinate.contrib.django import app

from exhibitions.stalls.services.hold_stalls import lapse
from jkrlm.kernel import clock


@app.periodic(cron="35 18 * * *")
@app.task(name="stalls.lapse", queue="exhibitions", queueing_lock="stalls.lapse")
def lapse_offers(timestamp: int) -> None:
    """
    Five minutes after midnight in India: stalls that nobody accepted in time go to the next in line;
    ``timestamp`` is procrastinate's.
    """
    del timestamp
    lapse(now=clock.now(), today=clock.today())
