"""The cards of a phone: lanes, days in words, what is said of them, and what they cost us."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from jkrlm.kernel import clock
from sellers.portal.web.orders.rows import day_words
from tests.common.buyer import text
from tests.portal.world import Village
from tests.portal_orders.world import S, let_act, parcel, today

KB = 1024
SHEETS = ("portal/portal.css", "portal/orders.css")
#: With the largest of our pictures of a piece at 128 px, four of which stand before the first scroll.
BESIDE = (
    "portal/icons.svg",
    "portal/goods-phone.js",
    "storefront/vendor/htmx-2.0.11.min.js",
    "storefront/fonts/naskh-urdu-400.woff2",
)
PICTURES = 4 * 4 * KB


def size_of(body: bytes) -> int:
    return len(gzip.compress(body, 9))


def every_state() -> None:
    parcel("1001", S.ACCEPTED, pack_in=0)
    parcel("1002", S.NEW)
    parcel("1003", S.ACCEPTED, pack_in=1)
    parcel("1004", S.PACKED)
    parcel("1005", S.HANDED_OVER)
    parcel("1006", S.DELIVERED)
    parcel("1007", S.CANCELLED)
    parcel("1008", S.NEW, unanswered_at=clock.now())


def test_the_most_urgent_stands_first(phones: dict[str, Client]) -> None:
    every_state()
    page = text(phones["leader"].get("/sell/orders/"))
    titles = [
        "Nobody has answered",
        "Pack today",
        "New: yes or no?",
        "To pack next",
        "Waiting for hand-over",
        "Sent",
    ]
    places = [
        page.index(f"{title} Order {number}")
        for title, number in zip(titles, ("1008", "1001", "1002", "1003", "1004", "1006"), strict=True)
    ]
    assert places == sorted(places)
    assert page.startswith("2 To pack 2 New 1 To hand over 3 Done")
    assert "Pack by tomorrow" in page
    assert "Order 1007" not in page
    assert "You get ₹3,000" in page
    assert page.count("Yes, we send it") == 2
    assert "it is cancelled" in page


def test_what_is_done(phones: dict[str, Client]) -> None:
    every_state()
    page = text(phones["leader"].get("/sell/orders/?s=done"))
    assert [number for number in ("1005", "1006", "1007") if f"Order {number}" in page] == [
        "1005",
        "1006",
        "1007",
    ]
    assert "Order 1001" not in page


def test_days_in_words() -> None:
    day = today()
    assert [day_words(day + timedelta(days=n), day) for n in (-1, 0, 1)] == ["yesterday", "today", "tomorrow"]
    assert day_words(day + timedelta(days=3), day) == f"{day + timedelta(days=3):%a %-d %b}"


def test_an_empty_page_says_so(phones: dict[str, Client]) -> None:
    assert "No order waits." in text(phones["leader"].get("/sell/orders/"))


@pytest.mark.parametrize("who", ["leader", "crp", "officer"])
def test_a_fixed_number_of_queries(phones: dict[str, Client], village: Village, who: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    let_act(phones["crp"], village)
    parcel("1", S.NEW)
    counts = []
    for more in (("2", "3"), tuple(str(n) for n in range(4, 24))):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert phones[who].get("/sell/orders/").status_code == 200
        counts.append(len(asked))
        for number in more:
            parcel(number, S.ACCEPTED, pieces=2)
    with CaptureQueriesContext(connection) as asked:
        phones[who].get("/sell/orders/")
    assert len(asked) == counts[1], [each["sql"][:150] for each in asked]


def test_news(phones: dict[str, Client]) -> None:
    import re

    parcel("1", S.NEW)
    page = phones["leader"].get("/sell/orders/").content.decode()
    address = re.search(r'hx-get="(/sell/orders/news/[^"]+)"', page)[1]
    assert phones["leader"].get(address).status_code == 204
    parcel("2", S.NEW)
    told = phones["leader"].get(address)
    assert (told.status_code, "Something is new: show it" in told.content.decode()) == (200, True)


@pytest.mark.parametrize("language", ["", "/hi", "/ur"])
def test_the_first_view_is_small(phones: dict[str, Client], language: str) -> None:
    every_state()
    page = phones["leader"].get(f"{language}/sell/orders/").content
    sheets = sum(size_of(Path(finders.find(name)).read_bytes()) for name in SHEETS)
    beside = sum(size_of(Path(finders.find(name)).read_bytes()) for name in BESIDE)
    assert size_of(page) + sheets <= 14 * KB
    assert size_of(page) + sheets + beside + PICTURES <= 70 * KB


def test_pages_of_one_language_hold_no_english(phones: dict[str, Client]) -> None:
    import re

    every_state()
    pages = (
        "orders/",
        "orders/?s=done",
        "orders/1001-KZ09/",
        "orders/1002-KZ09/",
        "orders/1001-KZ09/cancel/",
    )
    ours = ("Kani stole", "India Post", "Parcel", "KZ09", "PIN", "Shazia Bano", "Kanihama Tuji SHG")
    for language in ("hi", "ur"):
        for path in (*pages, "orders/1001-KZ09/cancel/?reason=gone"):
            page = text(phones["leader"].get(f"/{language}/sell/{path}"))
            for name in ours:
                page = page.replace(name, "")
            assert re.findall(r"[A-Za-z]{3,}", page) == [], path
