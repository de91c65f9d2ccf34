from procrastinate.contrib.django import app

from certification.certificates.services.change_state import expire_due
from jkrlm.kernel.clock import now


@app.periodic(cron="*/10 * * * *")
@app.task(name="certificates.expire_due", queue="certification", queueing_lock="certificates.expire_due")
def expire(timestamp: int) -> None:
    """Every ten minutes; ``timestamp`` is procrastinate's."""
    del timestamp
    expire_due(now=now())
