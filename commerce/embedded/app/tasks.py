from procrastinate.contrib.django import app

from commerce.embedded.app.services.install import install
from jkrlm.kernel.clock import now


@app.task(name="commerce.install_app", queue="commerce")
def install_app(installation_id: int) -> None:
    """Install an app from its manifest. Not repeated by itself: whoever asked sees why it failed."""
    install(installation_id=installation_id, now=now())
