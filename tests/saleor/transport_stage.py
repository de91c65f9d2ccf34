"""
A Saleor that is reached over HTTP, through a proxy that misbehaves.

``stage``: the embedded store's ``/graphql/`` behind it, for what must show in tables. ``speaker``: a server
that gives one answer to everything, for what is only about the way there and back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from commerce.client import ChannelCreateInput, CountryCode, Store
from commerce.embedded.channel.models import Channel
from commerce.saleor.breaker import Breaker, breaker_of
from commerce.saleor.pacing import Patience
from commerce.saleor.remembered import Remembering
from commerce.saleor.transport import OverHttp
from tests.common.bad_proxy import BadProxy, Say
from tests.contract.world import token

QUICK = Patience(
    connect_seconds=2, query_seconds=15, mutation_seconds=15, pause_seconds=0.01, busy_seconds=0.02
)
CHANNELS = "query Channels { channels { slug } }"


@dataclass
class Stage:
    proxy: BadProxy
    app_token: str

    @property
    def url(self) -> str:
        return f"{self.proxy.url}/graphql/"

    @property
    def breaker(self) -> Breaker:
        return breaker_of(self.url)

    def http(self, *, token: str | None = "app", patience: Patience = QUICK) -> OverHttp:
        """Return a transport: as our app, as the public (None), or with some other token."""
        known = self.app_token if token == "app" else token
        return OverHttp(url=self.url, token=None if known is None else lambda: known, patience=patience)

    def store(self, **how: Any) -> Store:
        return Store(self.http(**how))

    def public(self) -> Store:
        return Store(Remembering(self.http(token=None)))

    def slugs(self, **how: Any) -> list[str]:
        return [each["slug"] for each in self.http(**how).execute(CHANNELS, "Channels", {})["channels"]]

    def open_channel(self, slug: str, **how: Any) -> None:
        """A write that shows how often it was carried out: the second time its slug is taken."""
        wanted = ChannelCreateInput(
            name=slug, slug=slug, currency_code="INR", default_country=CountryCode.IN, is_active=True
        )
        answer = self.store(**how).channel_create(input=wanted).channel_create
        assert answer is not None
        assert answer.errors == [], answer.errors


def fresh(stage: Stage) -> Stage:
    """An earlier test may have had the same port."""
    stage.breaker.succeeded()
    return stage


@pytest.fixture
def stage(live_server: Any) -> Iterator[Stage]:
    Channel.objects.create(
        name="Rupees", slug="rupees", is_active=True, currency_code="INR", default_country="IN"
    )
    app_token = token("rooms", "MANAGE_CHANNELS", "MANAGE_PRODUCTS", "MANAGE_ORDERS")
    with BadProxy(live_server.url) as proxy:
        yield fresh(Stage(proxy, app_token))


@pytest.fixture
def speaker() -> Iterator[Stage]:
    says = Say(200, b'{"data": {"channels": [{"slug": "rupees"}]}, "extensions": {}}')
    with BadProxy("http://127.0.0.1:1") as behind, BadProxy(behind.url) as proxy:
        behind.mode = says
        yield fresh(Stage(proxy, "a-token-of-thirty-characters-x"))
