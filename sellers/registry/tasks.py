from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from sellers.registry.errors import WrongState
from sellers.registry.services.bank import make_current
from sellers.registry.services.imports import apply_import, check_import

_AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.task(name="registry.check_import", queue="registry", retry=_AGAIN)
def check(import_id: int) -> None:
    """Check a file; harmless when it has been checked, discarded or applied meanwhile."""
    try:
        check_import(import_id=import_id)
    except WrongState:
        return


@app.task(name="registry.apply_import", queue="registry", retry=_AGAIN)
def apply(import_id: int) -> None:
    """Apply a file; harmless when that is done."""
    try:
        apply_import(import_id=import_id)
    except WrongState:
        return


@app.periodic(cron="*/5 * * * *")
@app.task(name="registry.make_current", queue="registry", queueing_lock="registry.make_current")
def take_accounts_into_use(timestamp: int) -> None:
    """Every five minutes: accounts whose waiting period is over; ``timestamp`` is procrastinate's."""
    del timestamp
    make_current(now=now())
