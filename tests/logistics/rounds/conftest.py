import pytest

from tests.logistics.rounds.world import Day, open_day


@pytest.fixture
def day(db: None) -> Day:
    return open_day()
