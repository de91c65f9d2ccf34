from typing import Any

import pytest

from tests.common.stories import card_payments, deliver_events, shop, shopper, stripe_company
from tests.upi.world import Bank, Till

__all__ = ["card_payments", "deliver_events", "shop", "shopper", "stripe_company"]


@pytest.fixture(autouse=True)
def upi_here(settings: Any) -> None:
    settings.UPI_VPA = "umeed@jkbank"
    settings.UPI_PAYEE_NAME = "Umeed JKRLM"


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def till(shop: Any, shopper: Any) -> Till:
    """A shop with three stoles, and somebody at its checkout."""
    return Till(shop, shopper, shop.piece("Kani stole", price="3500", stock=3))
