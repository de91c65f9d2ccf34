import pytest

from jkrlm.people.facade import User
from tests.payouts.world import finance


@pytest.fixture
def staff(db: None) -> dict[str, User]:
    return finance()
