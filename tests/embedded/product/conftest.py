import pytest

from tests.embedded.catalogue_world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
