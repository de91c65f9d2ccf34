from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from certification.verification.models import Seen
from jkrlm.kernel import clock

#: Longer than any window of a rule.
KEPT: Final = timedelta(days=800)


@app.periodic(cron="20 19 * * *")
@app.task(name="cert_verification.forget", queue="certification", queueing_lock="cert_verification.forget")
def forget_scans(timestamp: int) -> None:
    """Each night; ``timestamp`` is procrastinate's."""
    del timestamp
    today = clock.today()
    Seen.objects.filter(first_on__lt=today - KEPT).delete()
    Seen.objects.filter(first_on__lt=today).exclude(network=b"").update(network=b"")
