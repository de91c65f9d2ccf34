from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jkrlm.kernel.clock import now
from media import uploads
from media.forgetting import let_unnamed_go
from media.models import StoredPicture
from media.services import make_rendition


@app.task(
    name="media.make_renditions",
    queue="media",
    retry=RetryStrategy(max_attempts=5, exponential_wait=4),
)
def make_renditions(key: str) -> None:
    """Make a picture's renditions; harmless when repeated or when the picture is gone."""
    picture = StoredPicture.objects.filter(key=key).first()
    if picture is not None:
        make_rendition.make_renditions(picture=picture)


@app.periodic(cron="20 2 * * *")
@app.task(name="media.sweep_uploads", queue="media", queueing_lock="media.sweep_uploads")
def sweep_uploads(timestamp: int) -> None:
    """Every night; ``timestamp`` is procrastinate's."""
    del timestamp
    uploads.sweep(now=now())
    let_unnamed_go(now=now())
