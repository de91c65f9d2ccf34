import pytest

from tests.earnings.world import World, open_world


@pytest.fixture
def world(db: None) -> World:
    return open_world()
