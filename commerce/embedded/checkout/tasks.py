from procrastinate.contrib.django import app

from commerce.embedded.checkout.services.expire import expire_checkouts
from commerce.embedded.warehouse.services.reserve import drop_expired_reservations
from jkrlm.kernel.clock import now


@app.periodic(cron="*/10 * * * *")
@app.task(name="commerce.clear_up", queue="commerce", queueing_lock="commerce.clear_up")
def clear_up(timestamp: int) -> None:
    """Drop expired reservations and forgotten checkouts of the embedded store; Saleor does it itself."""
    del timestamp
    moment = now()
    drop_expired_reservations(now=moment)
    expire_checkouts(moment)
