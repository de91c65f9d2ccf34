from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from storefront.accounts.models import BagOwner, Press
from storefront.accounts.rules import PRESSES_KEPT, SESSION_LIFE
from storefront.accounts.services import erase, export
from storefront.accounts.sessions import forget_ended_sessions

_AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.task(name="shop_accounts.make_export", queue="accounts", retry=_AGAIN)
def make_export(export_id: str) -> None:
    """The page of the export shows how far it is."""
    export.make_export(UUID(export_id))


@app.periodic(cron="20 21 * * *")
@app.task(name="shop_accounts.erase_due", queue="accounts", queueing_lock="shop_accounts.erase_due")
def erase_due(timestamp: int) -> None:
    """Accounts whose seven days are over."""
    del timestamp
    erase.erase_due(now=now())


@app.periodic(cron="40 * * * *")
@app.task(name="shop_accounts.clear_up", queue="accounts", queueing_lock="shop_accounts.clear_up")
def clear_up(timestamp: int) -> None:
    """Drop sessions, exports, owners of old bags and keys of forms that are over."""
    del timestamp
    at = now()
    forget_ended_sessions(now=at)
    export.forget_exports(now=at)
    BagOwner.objects.filter(owned_at__lte=at - SESSION_LIFE).delete()
    Press.objects.filter(at__lte=at - PRESSES_KEPT).delete()
