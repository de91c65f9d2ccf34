"""What goods cost at fairs: as online, or as their group says; the till's bundle has it."""

from decimal import Decimal

import pytest
from django.test import Client

import exhibitions.stock.facade as stock
import exhibitions.till.bundle as bundle
from catalogue.facade import BlockReason, block
from catalogue.facade import set_price as set_online
from catalogue.models import Listing
from commerce.facade import app_store
from exhibitions.plan.facade import ExhibitionState
from exhibitions.stock.models import Consignment, FairPrice
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.models import AuditEntry
from tests.exhibitions.stock.world import HER_GOODS, STAFF, counted, deliver, fields, packed
from tests.exhibitions.world import DESK, Fair, Goods, a_fair, signed_in

pytestmark = pytest.mark.django_db


def rupees(amount: str) -> Money:
    return Money(Decimal(amount), "INR")


def named(code: str, group: str, prices: dict[str, Money]) -> bool:
    return stock.name_prices(exhibition_code=code, group_code=group, prices=prices, by=STAFF)


def at_stalls(goods: Goods, name: str) -> Decimal | None:
    """Return a thing's price in the channel of the stalls, None where it is not listed there."""
    answer = app_store().stall_goods(ids=[goods.product("KZ09", name)], first=1).products
    (variant,) = (edge.node for edge in answer.edges[0].node.product_variants.edges)
    found = {each.channel.slug: each.price for each in variant.channel_listings if each.price}
    return Decimal(str(found["stalls"].amount)) if "stalls" in found else None


def in_the_till(fair: Fair, goods: Goods, name: str) -> int:
    """Return what a tablet asks for a thing, in paise."""
    content = bundle.shared(exhibition=fair.code, now=clock.now()).content
    return next(each["price"] for each in content["items"] if each["variant"] == goods.variants["KZ09", name])


def test_a_group_names_a_price_when_it_packs_and_the_tills_ask_it(fair: Fair, goods: Goods, haseena) -> None:
    stole, shawl = goods.variants["KZ09", "Stole"], goods.variants["KZ09", "Shawl"]
    assert at_stalls(goods, "Stole") is None
    page = f"{HER_GOODS}pack/"
    sheet = haseena.get(page)
    assert 'placeholder="3500"' in sheet.content.decode()
    typed = {**fields(sheet), f"n-{stole}": "2", f"n-{shawl}": "1", "keep": "1"}
    for wrong in ("cheap", "-5", "0", "12.345", "99999999"):
        refused = haseena.post(page, {**typed, f"p-{stole}": wrong})
        assert (refused.status_code, Consignment.objects.count()) == (422, 0), wrong
        assert fields(refused)[f"p-{stole}"] == wrong
    for _twice in range(2):
        assert haseena.post(page, {**typed, f"p-{stole}": "3,200"}).status_code == 302
    deliver()
    assert (at_stalls(goods, "Stole"), at_stalls(goods, "Shawl")) == (Decimal(3200), Decimal(12500))
    counted(Consignment.objects.get().number)
    assert in_the_till(fair, goods, "Stole") == 320000
    assert in_the_till(fair, goods, "Shawl") == 1250000
    assert fields(haseena.get(page))[f"p-{stole}"] == "3200"


def test_a_price_is_changed_at_the_fair_by_its_group_or_a_manager(fair: Fair, goods: Goods, haseena) -> None:
    stole = goods.variants["KZ09", "Stole"]
    counted(packed(fair, goods, {"Stole": 2}))
    hers, desk = f"{HER_GOODS}prices/", f"{DESK}stock/groups/KZ09/prices/"
    assert haseena.post(hers, {f"p-{stole}": "nothing"}).status_code == 422
    assert haseena.post(hers, {f"p-{stole}": "3000"}).status_code == 302
    deliver()
    assert in_the_till(fair, goods, "Stole") == 300000
    assert 'value="3000"' in fair.desk().get(desk).content.decode()
    assert fair.desk().post(desk, {f"p-{stole}": "2999.50"}).status_code == 302
    assert fair.desk(fair.helper).post(desk, {f"p-{stole}": "1"}).status_code == 403
    assert signed_in(fair.other_manager).post(desk, {f"p-{stole}": "1"}).status_code == 403
    assert fair.desk().get(f"{DESK}stock/groups/JM09/prices/").status_code == 404
    deliver()
    assert in_the_till(fair, goods, "Stole") == 299950
    assert AuditEntry.objects.filter(verb="stock.prices", target="group KZ09").count() == 2

    shown = fields(fair.desk().get(desk))
    assert fair.desk().post(desk, {**shown, f"p-{stole}": ""}).status_code == 302
    deliver()
    assert (in_the_till(fair, goods, "Stole"), FairPrice.objects.count()) == (350000, 0)


def test_without_a_price_of_its_own_it_follows_the_shop(fair: Fair, goods: Goods) -> None:
    packed(fair, goods, {"Stole": 1, "Shawl": 1})
    named(fair.code, "KZ09", {goods.variants["KZ09", "Shawl"]: rupees("9999")})
    deliver()
    for name, key in (("Stole", "a"), ("Shawl", "b")):
        listing = Listing.objects.get(title=name, group_code="KZ09")
        set_online(listing.pk, rupees("4000"), key, STAFF, group_codes=["KZ09"])
    deliver()
    assert (at_stalls(goods, "Stole"), at_stalls(goods, "Shawl")) == (Decimal(4000), Decimal(9999))


def test_nobody_names_the_price_of_anothers_goods(fair: Fair, goods: Goods) -> None:
    packed(fair, goods, {"Stole": 1})
    with pytest.raises(stock.BadPrice):
        named(fair.code, "KZ11", {goods.variants["KZ09", "Stole"]: rupees("1")})
    assert not FairPrice.objects.exists()


def test_a_price_is_named_only_where_the_goods_are(fair: Fair, goods: Goods) -> None:
    other = a_fair(ExhibitionState.RUNNING, code="HAAT-SXR-26")
    wish = {goods.variants["KZ09", "Stole"]: rupees("1")}
    for code in (fair.code, other.code):
        with pytest.raises(stock.BadPrice, match="none of these goods at this exhibition"):
            named(code, "KZ09", wish)
    packed(fair, goods, {"Stole": 1})
    with pytest.raises(stock.BadPrice, match="none of these goods at this exhibition"):
        named(other.code, "KZ09", wish)
    assert named(fair.code, "KZ09", wish)


def test_who_packs_at_a_hub_names_no_price_unless_she_runs_the_fair(fair: Fair, goods: Goods) -> None:
    stole, page = goods.variants["KZ09", "Stole"], f"{DESK}stock/groups/KZ09/pack/"
    for user, asks, prices in ((fair.helper, False, 0), (fair.manager, True, 1)):
        desk = fair.desk(user)
        sheet = fields(desk.get(page))
        assert (f"p-{stole}" in sheet) is asks
        sent = desk.post(page, {**sheet, f"n-{stole}": "1", f"p-{stole}": "1", "keep": "1"})
        assert sent.status_code == 302
        assert FairPrice.objects.count() == prices
        assert AuditEntry.objects.filter(verb="stock.prices", target="group KZ09").count() == prices
    assert Consignment.objects.count() == 2


def test_what_somebody_else_named_meanwhile_stays(fair: Fair, goods: Goods, haseena: Client) -> None:
    stole, shawl = goods.variants["KZ09", "Stole"], goods.variants["KZ09", "Shawl"]
    packed(fair, goods, {"Stole": 1})
    hers, pack = f"{HER_GOODS}prices/", f"{HER_GOODS}pack/"
    seen, sheet = fields(haseena.get(hers)), fields(haseena.get(pack))
    named(fair.code, "KZ09", {stole: rupees("3000")})

    assert haseena.post(hers, {"other": "1"}).status_code == 302
    assert haseena.post(hers, seen).status_code == 302
    assert stock.fair_prices([stole]) == {stole: rupees("3000")}
    typed = {**sheet, f"n-{stole}": "1", f"n-{shawl}": "1", f"p-{shawl}": "12,000"}
    again = haseena.post(pack, {**typed, "more": stole})
    assert haseena.post(pack, {**fields(again), "keep": "1"}).status_code == 302
    assert stock.fair_prices([stole, shawl]) == {stole: rupees("3000"), shawl: rupees("12000")}
    assert AuditEntry.objects.filter(verb="stock.prices", target="group KZ09").count() == 1

    assert haseena.post(hers, {**fields(haseena.get(hers)), f"p-{stole}": ""}).status_code == 302
    assert stock.fair_prices([stole, shawl]) == {shawl: rupees("12000")}


@pytest.mark.parametrize(
    ("reason", "goes"),
    [("certificate", False), ("licence", False), ("recall", False), ("seller-wish", True), ("holiday", True)],
)
def test_what_may_not_be_sold_stays_at_home(fair: Fair, goods: Goods, reason: str, goes: bool) -> None:
    block([goods.product("KZ09", "Stole")], BlockReason(reason), "tests")
    if goes:
        assert packed(fair, goods, {"Stole": 1})
        return
    with pytest.raises(stock.BadCount, match="“Stole” may not be sold now"):
        packed(fair, goods, {"Stole": 1})
    assert packed(fair, goods, {"Shawl": 1})
