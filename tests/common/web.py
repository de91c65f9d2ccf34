"""Where buyers, the card company and the store reach us while tests run; one server for a whole run."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from commerce.facade import on_saleor

#: Where a Saleor posts its webhooks, unless SALEOR_WEBHOOK_BASE_URL says otherwise.
WEBHOOKS_AT = "http://127.0.0.1:8210"


@dataclass(frozen=True)
class Web:
    """``url`` is our server's; ``pay_url`` is where the card company is to listen: it is started by tests."""

    url: str
    pay_url: str

    @property
    def pay_port(self) -> int:
        return int(urlsplit(self.pay_url).port or 0)


@dataclass(frozen=True)
class Delivery:
    """A webhook of a Saleor as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


#: What a Saleor has sent since the last test that wanted to know.
deliveries: list[Delivery] = []


def remember_deliveries(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: keep each webhook before anything of ours reads it."""

    def remembered(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/saleor/webhooks/"):
            deliveries.append(Delivery(request.path, dict(request.headers), request.body))
        return get_response(request)

    return remembered


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def web(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Web]:
    """
    Our web server: threaded, since a Saleor asks us while our own request waits for its answer.

    The content security policy names the pay page, so its address is fixed before the server starts.
    """
    before = settings.STRIPE_API_BASE, settings.SALEOR_WEBHOOK_BASE_URL
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{free_port()}"
    address = "127.0.0.1"
    if on_saleor():
        settings.SALEOR_WEBHOOK_BASE_URL = os.environ.get("SALEOR_WEBHOOK_BASE_URL") or WEBHOOKS_AT
        parts = urlsplit(settings.SALEOR_WEBHOOK_BASE_URL)
        address = (
            f"{'127.0.0.1' if parts.hostname in ('127.0.0.1', 'localhost') else '0.0.0.0'}:{parts.port or 80}"
        )
        settings.MIDDLEWARE = ["tests.common.web.remember_deliveries", *settings.MIDDLEWARE]
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, parts.hostname]
    server = LiveServer(address)
    found = Web(server.url, settings.STRIPE_API_BASE)
    if on_saleor():
        from tests.common.saleor_side import turn_back, turn_to_us

        with django_db_blocker.unblock():
            turned = turn_to_us()
        yield found
        with django_db_blocker.unblock():
            turn_back(turned)
    else:
        yield found
    server.stop()
    settings.STRIPE_API_BASE, settings.SALEOR_WEBHOOK_BASE_URL = before
