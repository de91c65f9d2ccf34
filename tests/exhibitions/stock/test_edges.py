"""A fair is cancelled with goods on the road, a stall is given up, the same form comes twice at one moment."""

from uuid import uuid4

import pytest
from django.test import Client

import exhibitions.plan.facade as plan
import exhibitions.stock.facade as stock
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stalls.models import Holding
from exhibitions.stock.models import Consignment, Entry, EventWarehouse
from exhibitions.stock.services.follow import close_ended
from exhibitions.stock.services.leave import leave
from jkrlm.kernel import clock
from tests.common.at_once import at_once
from tests.exhibitions.stock.world import (
    HER_GOODS,
    STAFF,
    all_hold,
    book,
    counted,
    deliver,
    fields,
    listed,
    opened,
    packed,
    sent_back,
    stalls_for,
    stands,
    state_of,
)
from tests.exhibitions.world import DESK, Fair, Goods, a_fair, goods_for


@pytest.mark.django_db
def test_cancelled_what_is_packed_is_the_shops_and_what_is_on_the_road_comes_home(
    fair: Fair, goods: Goods, haseena: Client
) -> None:
    road, shelf = packed(fair, goods, {"Stole": 2}), packed(fair, goods, {"Stole": 1, "Shawl": 1})
    leave(number=road, transport="The driver")
    plan.move(fair.code, ExhibitionState.CANCELLED, by=fair.manager, reason="The ground is flooded")
    deliver()
    assert (state_of(shelf), state_of(road)) == ("cancelled", "sent")
    assert stands(goods, "Stole", fair) == (3, 2, 0)
    assert EventWarehouse.objects.get().closed_at is None
    nothing_more = haseena.get(f"{HER_GOODS}pack/")
    assert (
        haseena.post(
            f"{HER_GOODS}pack/",
            {**fields(nothing_more), f"n-{goods.variants['KZ09', 'Stole']}": "1", "keep": "1"},
        ).status_code
        == 409
    )

    counted(road, Stole=(1, 1))
    desk = fair.desk()
    page = desk.get(f"{DESK}stock/").content.decode()
    assert f"{DESK}stock/groups/KZ09/back/" in page
    counted(sent_back(fair, goods, {"Stole": 1}, rest=True))
    (broken,) = desk.get(f"{DESK}stock/differences/").context["waiting"]
    said = {"outcome": "home", "bearer": "nobody", "words": "She mends it."}
    assert desk.post(f"{DESK}stock/differences/{broken['row'].pk}/", said).status_code == 302
    deliver()
    assert stands(goods, "Stole", fair) == (5, 0, 0)
    assert stock.why_not_settled(exhibition(fair.code)) == ""
    assert close_ended() == 1
    all_hold()


@pytest.mark.django_db
def test_a_group_that_gave_its_stall_up_packs_nothing(fair: Fair, goods: Goods, haseena: Client) -> None:
    sheet = fields(haseena.get(f"{HER_GOODS}pack/"))
    sent = {**sheet, f"n-{goods.variants['KZ09', 'Stole']}": "1", "keep": "1"}
    number = packed(fair, goods, {"Shawl": 1})
    Holding.objects.filter(application__group_code="KZ09").update(ended_at=clock.now(), ended="given-up")
    refused = haseena.post(f"{HER_GOODS}pack/", sent)
    assert refused.status_code == 409
    assert "The group has no stall" in refused.content.decode()
    desk = fair.desk()
    assert desk.post(f"{DESK}stock/groups/KZ09/pack/", sent).status_code == 409
    assert "Pack goods" not in haseena.get(HER_GOODS).content.decode()
    assert desk.post(f"{DESK}stock/{number}/cancel/").status_code == 302
    deliver()
    assert (state_of(number), stands(goods, "Shawl", fair)) == ("cancelled", (1, 0, 0))


@pytest.mark.django_db
def test_what_came_home_is_counted_once_however_often_the_form_is_sent(
    fair: Fair, goods: Goods, haseena: Client
) -> None:
    counted(packed(fair, goods, {"Stole": 2}))
    home = sent_back(fair, goods, {"Stole": 2})
    page = f"{HER_GOODS}{home}/"
    (line,) = Consignment.objects.get(number=home).lines.all()
    sent = {**fields(haseena.get(page)), f"n-{line.pk}": "2", "keep": "1"}
    assert [haseena.post(page, sent).status_code for _twice in range(2)] == [302, 302]
    other = haseena.post(page, {**sent, "key": "another", f"n-{line.pk}": "1"})
    assert (other.status_code, "already" in other.content.decode()) == (409, True)
    deliver()
    assert stands(goods, "Stole", fair) == (5, 0, 0)


@pytest.mark.django_db
def test_what_was_typed_about_the_way_stays_when_the_shop_does_not_let_go_yet(
    fair: Fair, goods: Goods, haseena: Client
) -> None:
    number = stock.pack(
        exhibition_code=fair.code,
        group_code="KZ09",
        goods=[stock.Packed(goods.variants["KZ09", "Stole"], 1)],
        key="typed",
        by=STAFF,
    )
    typed = {"transport": "Bashir", "carrier": "Mughal Road Lines", "vehicle": "JK01 A 1234", "docket": "77"}
    for client, page in ((haseena, f"{HER_GOODS}{number}/"), (fair.desk(), f"{DESK}stock/{number}/")):
        refused = client.post(f"{page}left/", typed)
        assert refused.status_code == 409
        assert {**fields(refused), **typed} == fields(refused)


def test_who_carries_it_is_said_on_the_note_and_where_it_is_counted(
    fair: Fair, goods: Goods, haseena: Client
) -> None:
    number = packed(fair, goods, {"Stole": 1})
    left = f"{HER_GOODS}{number}/left/"
    long = haseena.post(left, {"transport": "x" * 121})
    assert (long.status_code, state_of(number)) == (422, "packed")
    said = {
        "transport": "Gulzar Bhat",
        "carrier": "Sharma Transport",
        "vehicle": "jk02 ab 4417",
        "docket": "LR 20931",
    }
    assert haseena.post(left, said).status_code == 302
    for page in (
        haseena.get(f"{HER_GOODS}{number}/"),
        fair.desk().get(f"{DESK}stock/{number}/"),
        fair.desk().get(f"{DESK}stock/{number}/count/"),
    ):
        for words in ("Gulzar Bhat", "Sharma Transport", "JK02 AB 4417", "LR 20931"):
            assert words in page.content.decode()


@pytest.fixture
def busy(transactional_db: None) -> tuple[Fair, Goods]:
    fair = a_fair(ExhibitionState.ALLOTTED, opens_in=3)
    goods = goods_for(fair, is_listed=False)
    listed(goods)
    opened(fair)
    stalls_for(fair, "KZ09")
    return fair, goods


def test_packed_twice_at_one_moment_is_one_box_and_counted_by_two_is_one_count(
    busy: tuple[Fair, Goods],
) -> None:
    fair, goods = busy
    sent = {"key": uuid4().hex, f"n-{goods.variants['KZ09', 'Stole']}": "2", "keep": "1"}
    desks = [fair.desk() for _each in range(3)]
    pack = f"{DESK}stock/groups/KZ09/pack/"
    found = at_once(*(lambda desk=desk: desk.post(pack, sent) for desk in desks))
    assert {each.status_code for each in found} == {302}
    row = Consignment.objects.get()
    deliver()

    (line,) = row.lines.all()
    count = f"{DESK}stock/{row.number}/count/"
    form = {f"n-{line.pk}": "2", "keep": "1", "hand": "end"}
    found = at_once(*(lambda desk=desk: desk.post(count, {**form, "key": uuid4().hex}) for desk in desks))
    assert sorted(each.status_code for each in found) == [302, 409, 409]
    deliver()
    assert (Entry.objects.count(), book(fair), stands(goods, "Stole", fair)) == (1, {"Stole": 2}, (3, 0, 2))
    all_hold()
