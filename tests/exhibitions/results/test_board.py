"""The board: light, in a fixed number of statements, and silent while nothing changes."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.exhibitions.results.world import a_day
from tests.exhibitions.till.world import Stall, work

pytestmark = pytest.mark.django_db
#: Session, user and roles among them.
STATEMENTS = 60


def test_the_board_is_light_and_says_when_nothing_changed(stall: Stall) -> None:
    page, desk = f"/staff/exhibitions/{stall.code}/board/", stall.fair.desk()
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()

    def statements(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as seen:
            desk.get(address)
        return len(seen)

    few = statements(page)
    shown = desk.get(page)
    seen = re.search(r'hx-get="\?seen=(\w+)"', shown.content.decode())
    assert seen is not None
    assert desk.get(f"{page}?seen={seen[1]}").status_code == 204
    assert desk.get(page, headers={"If-None-Match": shown["ETag"]}).status_code == 304

    one, _other = a_day(stall)
    for _each in range(4):
        one.sell(("KZ11", "Box", 1), ("JM09", "Honey", 2))
    one.send()
    work()
    fresh = desk.get(f"{page}?seen={seen[1]}")
    assert fresh.status_code == 200
    assert b"<html" not in fresh.content
    assert statements(page) == few <= STATEMENTS
    assert len(desk.get(page).content) <= 25_000
    chosen = desk.get(f"{page}?stall=A2").content.decode()
    assert "Stall A2" in chosen
    assert "seen=" in chosen and "stall=A2" in chosen
    assert desk.get(f"{page}?stall=none").status_code == 200
