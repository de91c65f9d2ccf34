from pathlib import Path

import pytest

from tests.common.stories import deliver_events, shop, shopper
from tests.reviews.world import Bought, buy

__all__ = ["deliver_events", "shop", "shopper"]


@pytest.fixture(autouse=True)
def media_here(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bought(shop, shopper) -> Bought:
    """A Kani shawl was ordered and has come."""
    return buy(shop, shopper, "Kani shawl")
