from procrastinate.contrib.django import app

from certification.lots.facade import judge_expired


@app.periodic(cron="40 18 * * *")
@app.task(name="cert_lots.judge_expired", queue="certification", queueing_lock="cert_lots.judge_expired")
def expire(timestamp: int) -> None:
    """At ten minutes past midnight in India; ``timestamp`` is procrastinate's."""
    del timestamp
    judge_expired()
