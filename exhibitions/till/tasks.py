from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="till.look_after", queue="exhibitions", queueing_lock="till.look_after")
def look_after(timestamp: int) -> None:
    """Every five minutes; ``timestamp`` is procrastinate's."""
    from exhibitions.till.reactions import look_after_tills

    del timestamp
    look_after_tills()
