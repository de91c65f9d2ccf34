"""What staff see of the store: a banner while it is away, what differed, and a button that compares now."""

import re

import httpx
import pytest

from tests.journeys import form
from tests.saleor.faults_stage import new_name, recover, sell
from tests.standin.house import House, until

BANNER = 'id="store-away"'


@pytest.fixture
def administrator(house: House) -> httpx.Client:
    buyer = house.buyer()
    door = buyer.web.get("/demo/")
    signed_in = buyer.send(door, "/demo/", {"person": "admin"})
    assert signed_in.url.path == "/staff/", (
        signed_in.status_code,
        signed_in.url,
        words(signed_in),
        buyer.web.cookies,
    )
    return buyer.web


def words(page: httpx.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2]).split())


def test_a_banner_stands_on_every_page_of_the_staff_while_the_store_is_away(
    house: House, administrator: httpx.Client
) -> None:
    recover(house)
    pages = ("/staff/", "/staff/events/", "/staff/store/")
    assert [BANNER in administrator.get(page).text for page in pages] == [False] * 3
    assert "Answers Yes" in words(administrator.get("/staff/store/"))

    house.proxy.away()
    assert house.buyer().web.get("/cart/").status_code == 200, "an empty bag asks nobody"
    assert not house.rooms.tell("answers")
    assert [BANNER in administrator.get(page).text for page in pages] == [True] * 3
    shown = words(administrator.get("/staff/store/"))
    assert "The store has not answered since" in shown
    assert "no connection" in shown
    assert f"{house.proxy.url}/graphql/" in shown

    recover(house)
    until(lambda: BANNER not in administrator.get("/staff/").text, "the banner to go")


def test_the_button_compares_once_and_the_page_lists_what_was_mended(
    house: House, administrator: httpx.Client
) -> None:
    name = new_name("Stole")
    variant, _ = sell(house, name, price="1500")
    house.saleor.tell("middleman", event="*", way="lose")
    house.rooms.tell("reprice", variant=variant, price="1600")
    house.saleor.tell("honest")
    house.rooms.tell("on_its_way", seconds=0)

    for sentence in ("will be compared in a moment", "is waiting already"):
        page = administrator.get("/staff/store/")
        sent = form(page, "/staff/store/reconcile/").values({})
        assert sentence in administrator.post("/staff/store/reconcile/", data=sent).text
    house.rooms.tell("work")

    shown = words(administrator.get("/staff/store/"))
    assert f"{name}: price ₹1,500.00 here, ₹1,600.00 in the store" in shown
    ((found, mended, left),) = house.rooms.rows(
        'SELECT found, mended, "left" FROM commerce_reconcilerun WHERE found > 0 ORDER BY id DESC LIMIT 1'
    )
    assert (found, mended, left) == (1, 1, 0)


def test_a_webhook_that_was_switched_off_or_gave_up_is_listed_as_left(
    house: House, administrator: httpx.Client
) -> None:
    house.saleor.tell("switch", event="ORDER_CANCELLED", on=False)
    said, content = house.reconcile()
    assert not content
    line = "LEFT    webhook    webhook order_cancelled: it is switched off (manage.py saleor_provision puts it right)"
    assert line in said
    assert "it is switched off" in words(administrator.get("/staff/store/"))


def test_while_the_store_is_away_a_comparison_says_so_and_the_next_one_catches_up(house: House) -> None:
    variant, _ = sell(house, new_name(), price="1500")
    house.saleor.tell("middleman", event="*", way="lose")
    house.rooms.tell("reprice", variant=variant, price="1700")
    house.saleor.tell("honest")

    house.proxy.away()
    said, content = house.reconcile()
    assert not content
    assert said[0].startswith("TROUBLE events of orders: The store")
    recover(house)

    said, content = house.reconcile()
    assert content, said
    assert said[-1].endswith("1 found, 1 mended, 0 left.")


def test_strangers_see_nothing_of_it_and_set_nothing_off(house: House) -> None:
    runs = house.rooms.rows("SELECT count(*) FROM procrastinate_jobs")
    stranger = house.buyer().web
    door = stranger.get("/staff/store/")
    assert door.url.path == "/staff/sign-in/"
    token = {"csrfmiddlewaretoken": stranger.cookies["csrftoken"]}
    assert stranger.post("/staff/store/reconcile/", data=token).url.path == "/staff/sign-in/"
    assert house.rooms.rows("SELECT count(*) FROM procrastinate_jobs") == runs
