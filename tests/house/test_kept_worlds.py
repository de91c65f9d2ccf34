"""A world that the tests keep is put back only where what it was built upon stands too."""

import pytest

from tests.common.kept import forget_worlds
from tests.portal_goods.world import agree, open_houses
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def no_world_of_others() -> None:
    forget_worlds()


@pytest.mark.parametrize("has_groups", [True, False, True, False])
def test_a_world_stands_whether_or_not_its_groups_stood_already(has_groups: bool) -> None:
    if has_groups:
        open_registry()
    assert agree(open_houses())
