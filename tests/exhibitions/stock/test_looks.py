"""The pages of stock in a browser: nothing for axe to say, nothing too wide, light enough for a village's network."""

import gzip
import shutil

import pytest
from django.test import Client
from playwright.sync_api import Browser

from exhibitions.plan.facade import ExhibitionState
from exhibitions.stock.models import Consignment
from tests.browser.conftest import browser
from tests.browser.test_every_page import look
from tests.common.shop_pages.addresses import PREFIXES, Sample
from tests.exhibitions.stock.world import HER_GOODS as HERS
from tests.exhibitions.stock.world import counted, packed, sent_back
from tests.exhibitions.world import DESK, Fair, Goods, bring_to

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]


def pages(fair: Fair, goods: Goods, haseena: Client) -> tuple[list[Sample], list[Sample]]:
    """A fair with everything on it: the pages of staff, and those of a group."""
    counted(packed(fair, goods, {"Stole": 3, "Shawl": 1}), Stole=(1, 1))
    road = packed(fair, goods, {"Stole": 1})
    packed(fair, goods, {"Box": 6, "Tray": 2}, group="KZ11")
    bring_to(fair, ExhibitionState.RUNNING)
    home = sent_back(fair, goods, {"Stole": 1})
    assert Consignment.objects.count() == 4
    desk = fair.desk()
    staff = [
        f"{DESK}stock/",
        f"{DESK}stock/count/",
        f"{DESK}stock/{road}/",
        f"{DESK}stock/{road}/count/",
        f"{DESK}stock/differences/",
        f"{DESK}stock/moves/",
        f"{DESK}stock/groups/KZ09/back/",
        f"{DESK}stock/groups/KZ11/pack/",
        f"{DESK}stock/groups/KZ09/prices/",
    ]
    hers = [HERS, f"{HERS}pack/", f"{HERS}{road}/", f"{HERS}{home}/", f"{HERS}prices/"]
    return [Sample("stock" + path[len(DESK) :], path, client=desk) for path in staff], [
        Sample("goods" + path[len(HERS) :], path, client=haseena) for path in hers
    ]


def test_every_page_can_be_read_and_weighs_little(
    browser: Browser, fair: Fair, goods: Goods, haseena: Client
) -> None:
    staff, hers = pages(fair, goods, haseena)
    ways = [("en", "light", 1280), ("en", "dark", 390)]
    tongues = [("ur", "light", 390), ("hi", "dark", 390), ("en", "light", 390)]
    wanted = [(sample, ways[at % 2]) for at, sample in enumerate(staff)]
    wanted += [(sample, tongues[at % 3]) for at, sample in enumerate(hers)]
    assert look(wanted, browser) == []
    for sample in hers:
        for prefix in PREFIXES.values():
            page = sample.client.get(prefix + sample.path)
            assert page.status_code == 200
            assert len(gzip.compress(page.content)) <= 14_000, (sample.path, prefix)
