import pytest
from django.test import Client

from exhibitions.plan.facade import ExhibitionState
from sellers.registry.facade import add_member
from tests.exhibitions.stock.world import deliver, listed, opened, stalls_for
from tests.exhibitions.world import Fair, Goods, a_fair, goods_for
from tests.portal.world import LONE, Phone
from tests.registry.world import LONG_AGO, NOW


@pytest.fixture
def fair(db: None) -> Fair:
    """Stalls are allotted; it opens in three days."""
    made = a_fair(ExhibitionState.ALLOTTED, opens_in=3)
    deliver()
    return made


@pytest.fixture
def goods(fair: Fair) -> Goods:
    """In the shop, of three groups; KZ09 and KZ11 have a stall."""
    made = goods_for(fair, is_listed=False)
    listed(made)
    opened(fair)
    stalls_for(fair, "KZ09", "KZ11")
    return made


@pytest.fixture
def haseena(fair: Fair) -> Client:
    """The leader of KZ09 on her phone."""
    add_member(code="KZ09", name="Haseena Begum", phone=LONE, role="leader", on=LONG_AGO, actor=None, now=NOW)
    return Phone(LONE).trust().client
