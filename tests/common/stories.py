"""Fixtures of the buyer's stories, for the conftest of each folder that tells some."""

from collections.abc import Callable, Iterator

import pytest

from jkrlm.kernel import relay
from tests.common.buyer import Shopper
from tests.common.shop_world import Shop, open_shop
from tests.payments.local_server import SECRET, LocalStripe


@pytest.fixture
def shop(db: None) -> Shop:
    return open_shop()


@pytest.fixture
def shopper(shop: Shop) -> Shopper:
    return Shopper()


@pytest.fixture(scope="session")
def stripe_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    """The other company, in a process of its own. Its webhooks reach nobody here."""
    made = LocalStripe(tmp_path_factory.mktemp("stripe"), "http://127.0.0.1:9/")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def card_payments(stripe_company: LocalStripe, settings) -> LocalStripe:
    settings.STRIPE_API_BASE = stripe_company.address
    settings.STRIPE_SECRET_KEY = "sk_test_stories"
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.PUBLIC_URL = "http://testserver"
    return stripe_company


@pytest.fixture
def deliver_events() -> Callable[[], int]:
    """Hand every waiting event to its reactions, as the worker does."""
    return relay.drain
