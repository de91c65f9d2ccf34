from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from certification.labels.services.make_batch import make_batch

_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="cert_labels.make", queue="certification", retry=_AGAIN)
def make(batch_id: int) -> None:
    """Make the labels of a batch; harmless when they are made."""
    make_batch(batch_id=batch_id)
