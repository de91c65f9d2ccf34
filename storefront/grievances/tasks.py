from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from storefront.grievances.services.end import close_due
from storefront.grievances.services.forget import forget_old


@app.periodic(cron="11 1 * * *")
@app.task(name="shop_grievances.nightly", queue="shop", queueing_lock="shop_grievances.nightly")
def nightly(timestamp: int) -> None:
    """Every night; ``timestamp`` is procrastinate's."""
    del timestamp
    close_due(now=now())
    forget_old(now=now())
