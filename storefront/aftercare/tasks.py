from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from storefront.aftercare.services.keep_piece import look_after_kept


@app.periodic(cron="*/5 * * * *")
@app.task(name="shop_aftercare.kept", queue="shop", queueing_lock="shop_aftercare.kept")
def look_after(timestamp: int) -> None:
    """Every five minutes; ``timestamp`` is procrastinate's."""
    del timestamp
    look_after_kept(now=now())
