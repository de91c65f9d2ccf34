"""
The store is away for ten minutes, at the pace of production: nothing is quickened.

Buyers browse, some pay meanwhile. What they paid waits, and is ordered once, within two minutes of its return.
"""

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.saleor.faults_stage import database_url, is_ordered, new_name, sell, sound
from tests.standin.house import House, standing_house, until

pytestmark = pytest.mark.slow

AWAY_SECONDS = 600
BUYERS = 6


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with standing_house(database_url(), tmp_path_factory.mktemp("long"), real_pace=True) as made:
        yield made


def test_ten_minutes_away(house: House) -> None:
    _, slug = sell(house, new_name())
    reader = house.buyer()
    pages = ("/", "/products/", f"/products/{slug}/", "/hi/products/")
    for page in pages:
        assert reader.web.get(page).status_code == 200
    paying = []
    for number in range(BUYERS):
        buyer = house.buyer(email=f"away-{number}@example.com")
        buyer.add(slug)
        paying.append((buyer, buyer.place(buyer.check_pin(), "stripe")))
    assert house.orders() == []

    house.proxy.away()
    away_at = time.monotonic()
    told: list[tuple[object, str]] = []
    seen: Counter[int] = Counter()
    minute = 0
    while time.monotonic() < away_at + AWAY_SECONDS:
        if paying and time.monotonic() > away_at + len(told) * 60:
            buyer, pay_page = paying.pop()
            told.append((buyer, str(buyer.pay(pay_page).url)))
        seen.update(reader.web.get(page).status_code for page in pages)
        if time.monotonic() > away_at + minute * 60:
            minute += 1
            house.rooms.tell("sweep")
        time.sleep(1)
    assert set(seen) == {200}, seen
    assert house.rooms.tell("waiting")["dead"] == 0
    waiting = house.failing()
    assert len(waiting) == BUYERS
    assert all(tries <= 1 and "StoreUnavailable" in why for _, _, tries, why in waiting), waiting
    assert house.orders() == []

    house.proxy.back()
    back_at = time.monotonic()
    until(lambda: len(house.orders()) == BUYERS, "the orders", seconds=120)
    print(f"\n{sum(seen.values())} pages while away; all ordered {time.monotonic() - back_at:.0f} s after")
    house.at_rest(seconds=120)
    assert all(is_ordered(buyer.web.get(address)) for buyer, address in told)  # type: ignore[attr-defined]
    assert len(house.charges()) == BUYERS
    said, content = house.reconcile("--thorough")
    assert content, said
    assert said[-1].endswith("0 found, 0 mended, 0 left."), said
    sound(house)
