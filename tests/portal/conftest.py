import pytest

from tests.portal.world import CRP, Phone, Village, open_village


@pytest.fixture
def village(db: None) -> Village:
    return open_village()


@pytest.fixture
def crp(village: Village) -> Phone:
    return Phone(CRP).trust()
