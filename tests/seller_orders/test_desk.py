"""The staff's desk of orders: found, seen, moved by those who may, and by nobody else."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, audit_trail
from sellers.orders.models import SellerOrder, SellerOrderChange, UnsplitOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.web.acts import ACTS, CHECKERS, DESK, MAKERS
from tests.bad_input.unchanged import nothing_changes
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.registry.world import open_registry
from tests.seller_orders.conftest import ordered, press, staff

pytestmark = pytest.mark.django_db(transaction=True)


def parcels(count: int, **changes: object) -> None:
    day = clock.today()
    made = SellerOrder.objects.bulk_create(
        SellerOrder(
            **{
                "code": f"{1000 + each}-KZ09",
                "order_id": f"T3JkZXI6{each}",
                "order_number": str(1000 + each),
                "group_code": "KZ09",
                "parcel_key": "KZ09",
                "confirmed_at": now(),
                "changed_at": now(),
                "pack_by": day,
                "ship_on": day,
                "earliest": day,
                "latest": day,
                "carrier": "India Post",
                "service": "Parcel",
                "origin_pincode": "193401",
                "destination_pincode": "190001",
                "place_of_supply": "Jammu and Kashmir",
                "weight_grams": 190,
                "seller_kind": "group",
                "seller_name": "Kanihama Tuji SHG",
                "charges_tax": False,
                "delivery_net": Decimal(42),
                "delivery_gst": Decimal(0),
                **changes,
            }
        )
        for each in range(count)
    )
    SellerOrderChange.objects.bulk_create(
        SellerOrderChange(seller_order=each, state=each.state, at=now(), actor="store") for each in made
    )


def found(client: Client, **asked: str) -> list[str]:
    page = client.get("/staff/orders/", asked)
    assert page.status_code == 200
    return re.findall(r'scope="row"><a href="/staff/orders/parcels/([^/]+)/"', page.content.decode())


def test_found_by_state_group_number_and_lateness_page_after_page(django_assert_num_queries) -> None:
    open_registry()
    parcels(120)
    client = staff(Role.LOGISTICS)
    SellerOrder.objects.filter(code="1007-KZ09").update(pack_by=clock.today() - timedelta(days=3))
    SellerOrder.objects.filter(code="1008-KZ09").update(state="packed", group_code="KZ11")

    assert found(client, q="1007") == found(client, q="1007-kz09") == found(client, late="1") == ["1007-KZ09"]
    assert found(client, state="packed") == found(client, group="kz11") == ["1008-KZ09"]
    assert found(client, q="nothing") == found(client, q="%") == []
    assert len(found(client, state="magic", before="x")) == 50
    seen: list[str] = []
    address: str | None = "/staff/orders/?group=KZ09"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'scope="row"><a href="/staff/orders/parcels/([^/]+)/"', page)
        following = re.search(r'href="(\?[^"]*before=\d+)" rel="next"', page)
        address = "/staff/orders/" + following[1].replace("&amp;", "&") if following else None
    assert (len(seen), len(set(seen))) == (119, 119)
    with django_assert_num_queries(11):
        client.get("/staff/orders/?state=new")
    with django_assert_num_queries(11):
        client.get("/staff/orders/?q=1008")


def test_a_parcels_page_shows_what_is_frozen_and_where_it_stands(
    shop: LiveShop, django_assert_max_num_queries
) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    client = staff(Role.FINANCE_CHECKER)
    with django_assert_max_num_queries(20):
        page = client.get(f"/staff/orders/parcels/{stole.code}/")
    words = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert "Kani stole" in words
    assert "₹330.40 8.00 %" in words
    assert "₹3,166.10" in words
    assert tray.code in words
    assert "cash-promise" in words
    assert client.get("/staff/orders/parcels/9-KZ09/").status_code == 404
    assert client.get(f"/staff/orders/parcels/{stole.code}/magic/").status_code == 404


def test_delivered_on_a_day_between_the_handing_over_and_today(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    client = staff(Role.LOGISTICS, name="Rubina Lone")
    move.hand_over(code=stole.code, by=By("person:7"), now=now() - timedelta(days=2))
    at_rest()
    address = f"parcels/{stole.code}/delivered/"
    for days in (-1, 3):
        with nothing_changes():
            wrong = press(client, address, delivered_on=clock.today() - timedelta(days=days))
        assert wrong.status_code == 422
        assert "nor after today" in wrong.content.decode()

    assert press(client, address, delivered_on=clock.today() - timedelta(days=1)).status_code == 302
    assert press(client, address, delivered_on=clock.today()).status_code == 302

    stole.refresh_from_db()
    assert (stole.state, stole.delivered_on) == ("delivered", clock.today() - timedelta(days=1))
    assert "Rubina Lone" in client.get(f"/staff/orders/parcels/{stole.code}/").content.decode()
    assert {row.actor for row in audit_trail(f"seller order {stole.code}", most=5)} == {"Rubina Lone"}


def test_refused_at_the_door_it_comes_back_and_the_card_is_given_back(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    client = staff(Role.LOGISTICS)
    move.hand_over(code=stole.code, by=By("person:7"), now=now())
    at_rest()

    assert press(client, f"parcels/{stole.code}/refused/", reason=" ").status_code == 422
    assert press(client, f"parcels/{stole.code}/refused/", reason="Nobody at home").status_code == 302
    at_rest()

    stole.refresh_from_db()
    assert (stole.state, stole.delivered_on) == ("returned", None)
    whole = sum((line.net + line.gst for line in tray.lines.all()), tray.delivery_net + tray.delivery_gst)
    assert shop.kept_paise() == int(whole * 100)
    assert broken_clauses() == {}
    with nothing_changes():
        late = press(client, f"parcels/{stole.code}/delivered/", delivered_on=clock.today())
    assert late.status_code == 422


def test_an_order_that_is_not_explained_is_settled_once() -> None:
    UnsplitOrder.objects.create(order_id="x", order_number="77", reason="It is odd.", seen_at=now())
    client = staff(Role.LOGISTICS)
    assert "It is odd." in client.get("/staff/orders/unsplit/").content.decode()
    number = UnsplitOrder.objects.get().pk
    for _ in range(2):
        assert client.post(f"/staff/orders/unsplit/{number}/settle/").status_code == 302
    assert UnsplitOrder.objects.get().settled_at is not None
    assert [row.verb for row in audit_trail("order 77", most=5)] == ["order.settle-unsplit"]


PAGES = {
    "": DESK,
    "unsplit/": DESK,
    "refunds/": DESK,
    "decisions/": DESK,
    "adjust/": MAKERS,
    "commission/": (*MAKERS, *CHECKERS, Role.ADMINISTRATOR),
    "commission/propose/": MAKERS,
    "cash/": DESK,
    "cash/list.csv": DESK,
    "cash/hand-in/": MAKERS,
    "cash/advices/": DESK,
    "parcels/1000-KZ09/": DESK,
    **{f"parcels/1000-KZ09/{name}/": act.roles for name, act in ACTS.items()},
}


def test_every_page_opens_to_its_roles_and_to_no_other() -> None:
    open_registry()
    parcels(1)
    clients = {role: staff(role) for role in Role}
    nobody = Client()
    for page, roles in PAGES.items():
        for role, client in clients.items():
            expected = 200 if role in roles else 403
            assert client.get(f"/staff/orders/{page}").status_code == expected, (page, role)
        assert nobody.get(f"/staff/orders/{page}").status_code == 302, page


@pytest.mark.parametrize(
    "place",
    [
        *(
            page
            for page, roles in PAGES.items()
            if roles != DESK and page not in ("decisions/", "commission/")
        ),
        "unsplit/1/settle/",
        "refunds/1000/again/",
        "refunds/1000/bank/",
        "decisions/adjustment/1/",
        "decisions/commission/1/",
        "decisions/remittance/1/",
    ],
)
def test_a_stranger_of_every_role_changes_nothing(place: str) -> None:
    parcels(1, state="handed-over")
    allowed = PAGES.get(place, DESK)
    strangers = [staff(role) for role in Role if role not in allowed]
    with nothing_changes():
        for client in strangers:
            answer = client.post(f"/staff/orders/{place}", {"reason": "x", "delivered_on": clock.today()})
            assert answer.status_code == 403, (place, client.user.name)


@pytest.mark.parametrize("number", ["1000", "9", "x y"])
def test_money_acts_are_for_makers_and_decisions_for_another(number: str) -> None:
    parcels(1)
    for role in (Role.LOGISTICS, Role.FINANCE_CHECKER):
        client = staff(role)
        with nothing_changes():
            assert client.post(f"/staff/orders/refunds/{number}/again/").status_code == 403
            assert client.post(f"/staff/orders/refunds/{number}/bank/", {}).status_code == 403
    maker = staff(Role.FINANCE_MAKER)
    assert maker.get(f"/staff/orders/refunds/{number}/bank/").status_code == 404
    with nothing_changes():
        assert maker.post(f"/staff/orders/refunds/{number}/again/").status_code == 302
    assert maker.get("/staff/orders/decisions/adjustment/1/").status_code == 404
    assert maker.get("/staff/orders/decisions/magic/1/").status_code == 404
