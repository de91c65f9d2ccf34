from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from sellers.portal.services.keep_file import drop_old_files

#: Photographs that came ahead of goods which nobody sent are forgotten after so long.
_WAITED: Final = timedelta(days=30)


@app.periodic(cron="40 2 * * *")
@app.task(name="portal.drop_old_files", queue="portal", queueing_lock="portal.drop_old_files")
def forget_files(timestamp: int) -> None:
    """Every night; ``timestamp`` is procrastinate's."""
    del timestamp
    drop_old_files(before=now() - _WAITED)
