from procrastinate.contrib.django import app


@app.periodic(cron="50 18 * * *")
@app.task(name="exhibitions.forget_passes", queue="exhibitions", queueing_lock="exhibitions.forget_passes")
def forget_passes(timestamp: int) -> None:
    """
    Twenty past midnight in India: passes of fairs long over lose their names; ``timestamp`` is
    procrastinate's.
    """
    from exhibitions.plan.facade import forget_old_passes

    del timestamp
    forget_old_passes()
