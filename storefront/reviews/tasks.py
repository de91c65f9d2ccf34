from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from storefront.reviews.services.forget import forget_contacts


@app.periodic(cron="41 2 * * *")
@app.task(name="shop_reviews.forget_contacts", queue="shop", queueing_lock="shop_reviews.forget_contacts")
def forget(timestamp: int) -> None:
    """Every night; ``timestamp`` is procrastinate's."""
    del timestamp
    forget_contacts(now=now())
