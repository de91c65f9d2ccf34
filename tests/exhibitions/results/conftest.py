import pytest

from tests.exhibitions.till.world import Stall, a_stall


@pytest.fixture
def stall(db: None) -> Stall:
    """A running exhibition with everything counted in, cashiers with PINs."""
    return a_stall()
