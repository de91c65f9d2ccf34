from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from commerce.payments.facade import set_cash_rules
from jkrlm.kernel import outbox
from jkrlm.kernel.money import Money
from tests.payments.fake_store import FakeStore
from tests.payments.local_server import SECRET, Buyer, LocalStripe, Receiver


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    made.url = made.start()  # type: ignore[attr-defined]
    yield made
    made.stop()


@pytest.fixture(scope="session")
def local_stripe(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    """One server for all tests; sessions do not know of each other."""
    made = LocalStripe(Path(tmp_path_factory.mktemp("stripe")), receiver.url)  # type: ignore[attr-defined]
    made.start()
    yield made
    made.stop()


@pytest.fixture
def stripe_here(local_stripe: LocalStripe, receiver: Receiver, settings) -> LocalStripe:
    """The payment app talks to the local server."""
    receiver.received.clear()
    settings.STRIPE_API_BASE = local_stripe.address
    settings.STRIPE_SECRET_KEY = "sk_test_payments"
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    return local_stripe


@pytest.fixture
def buyer() -> Iterator[Buyer]:
    made = Buyer()
    yield made
    made.browser.close()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture(autouse=True)
def cash_to_five_thousand() -> Iterator[None]:
    """Cash from 100 to 5,000 rupees, not to 194101."""

    def rules(*, pincode: str, amount: Money) -> SimpleNamespace:
        limits = {"minimum": Money(Decimal(100), "INR"), "maximum": Money(Decimal(5000), "INR")}
        if pincode == "194101":
            return SimpleNamespace(allowed=False, reason="No cash to 194101.", **limits)
        inside = Decimal(100) <= amount.amount <= Decimal(5000)
        return SimpleNamespace(allowed=inside, reason="" if inside else "Cash from ₹100 to ₹5,000.", **limits)

    before = set_cash_rules(rules)
    yield
    set_cash_rules(before)


@pytest.fixture
def heard() -> Iterator[None]:
    """The outbox keeps this room's events, although nothing runs here."""
    before = {name: tuple(table.values()) for name, table in outbox._reactions.items()}
    names = ("StripeEventReceived", "PaymentReturned", "RefundFailed")
    outbox.set_reactions(dict.fromkeys(names, (_nothing,)))
    yield
    outbox.set_reactions(before)


def _nothing(event: outbox.Event) -> None:
    """Somebody listens."""
