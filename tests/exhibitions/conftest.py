import pytest

from tests.exhibitions.world import Fair, a_fair


@pytest.fixture
def fair(db: None) -> Fair:
    """A running exhibition, opened today."""
    return a_fair()
