import pytest
from django.test import Client

from tests.portal.world import Village, open_village
from tests.portal_orders.world import open_phones


@pytest.fixture
def village(db: None) -> Village:
    return open_village()


@pytest.fixture
def phones(village: Village) -> dict[str, Client]:
    return open_phones(village)
