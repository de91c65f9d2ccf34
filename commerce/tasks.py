from contextlib import suppress

from procrastinate.contrib.django import app

from commerce.identity import on_saleor
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError


@app.periodic(cron="20 3 * * *")
@app.task(name="commerce.forget_old_answers", queue="commerce", queueing_lock="commerce.forget_old_answers")
def forget_answers(timestamp: int) -> None:
    """Drop answers of Saleor that nobody has asked for in a fortnight; the embedded store leaves none."""
    del timestamp
    from commerce.saleor.memory import forget_old_answers

    forget_old_answers(now=now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="commerce.reconcile", queue="commerce", queueing_lock="commerce.reconcile")
def reconcile(timestamp: int) -> None:
    """Compare Saleor with our rooms every quarter of an hour, and when staff ask for it."""
    del timestamp
    if not on_saleor():
        return
    from commerce.saleor.reconcile import run

    with suppress(run.AlreadyRunning):
        run.reconcile(now=now() - run.ON_ITS_WAY)


@app.periodic(cron="*/5 * * * *")
@app.task(name="commerce.carry_moves", queue="commerce", queueing_lock="commerce.carry_moves")
def carry_waiting_moves(timestamp: int) -> None:
    """Carry moves of stock that still wait: those whose event was given up come to their turn again."""
    del timestamp
    from commerce.facade import carry_moves, variants_waiting

    for variant_id in variants_waiting():
        with suppress(DomainError):  # kept with the move, for staff to see
            carry_moves(variant_id)
