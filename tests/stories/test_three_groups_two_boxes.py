"""Three groups of two districts, one order: labels, hubs, the post, one late, one damaged, claimed and paid."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

import sellers.ledger.facade as ledger
from commerce.facade import on_saleor
from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from logistics.parcels.models import Parcel
from logistics.parcels.services.say_late import say_late
from sellers.orders.models import Adjustment, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.registry.facade import upsert_groups
from storefront.models import MailMessage
from tests.common.live import LiveShop, at_rest, broken_clauses, settled, words
from tests.parcels.post import LocalPost, use
from tests.seller_orders.conftest import press, staff, waiting_decision

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(
        on_saleor(), reason="was not tried on a Saleor yet; what the store hears is told elsewhere"
    ),
]
PARCELS = "/staff/logistics/parcels/"
#: What the post pays of a parcel by surface, in INR.
PAID_AT_MOST = 100


@pytest.fixture
def post(shop: LiveShop, settings, tmp_path: Path) -> Iterator[LocalPost]:
    made = LocalPost(tmp_path / "post", f"{shop.url}/logistics/carriers/india-post/news/")
    made.start()
    use(settings, made)
    yield made
    made.stop()


@pytest.fixture
def shop(shop: LiveShop) -> LiveShop:
    upsert_groups(
        [
            {
                "code": "KZ12",
                "name": "Magam Tilla SHG",
                "division": "Kashmir",
                "district": "Budgam",
                "block": "Magam",
                "village": "Magam",
                "pincode": "193401",
                "cluster_level_federation": "Narbal Hunar CLF",
                "members": 11,
                "formed_year": 2019,
            }
        ]
    )
    shop.shop.piece("Tilla cushion", price="900", maker="KZ12", grams=400)
    return shop


def act(desk: Client, code: str, name: str, **given: object) -> None:
    address = f"{PARCELS}{code}/{name}/"
    key = re.search(r'name="key" value="([^"]+)"', desk.get(address).content.decode())[1]
    answer = desk.post(address, {"key": key, **given})
    assert answer.status_code == 302, answer.content.decode()
    at_rest()


def scan(desk: Client, typed: str, step: str, place: str, **more: str) -> None:
    page = desk.get(f"{PARCELS}scan/?step={step}&place={place}")
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    answer = desk.post(f"{PARCELS}scan/", {"key": key, "step": step, "place": place, "code": typed, **more})
    assert answer.status_code == 302, answer.content.decode()
    at_rest()


def test_from_three_groups_to_one_door(shop: LiveShop, post: LocalPost) -> None:
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    buyer.add(shop.shop.slug("Tilla cushion", "KZ12"))
    page = buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), "stripe").url.path
    at_rest()
    desk, whole = staff(Role.LOGISTICS), shop.kept_paise()
    packets = packed_and_labelled(desk)
    travelling = through_the_hubs(desk, shop, packets)
    assert len(shop.letters("sent", 3)) == 3
    shown = words(buyer.web.get(page))
    assert "Given to the carrier" in shown and travelling[0].tracking_number in shown

    tray = packets["KZ11"]
    one_is_late(post, tray, [each for each in travelling if each.code != tray.code])
    shown = words(buyer.web.get(page))
    assert "Out for delivery" in shown and "Srinagar GPO" in shown
    assert "Later than promised" in shown and "it takes longer on its way" in shown

    before = broken_and_claimed(desk, tray)
    part = SellerOrder.objects.get(group_code="KZ11")
    lost = sum((line.net + line.gst for line in part.lines.all()), part.delivery_net + part.delivery_gst)
    assert (part.state, whole - shop.kept_paise()) == ("returned", int(lost * 100))
    credited_to_the_group()
    paid_by_the_post(desk, tray, before)
    assert broken_clauses() == {}


def packed_and_labelled(desk: Client) -> dict[str, Parcel]:
    """Each packet is known, has its place, and its label bears its codes."""
    shares = {each.group_code: each for each in SellerOrder.objects.all()}
    assert set(shares) == {"KZ09", "KZ11", "KZ12"}
    for share in shares.values():
        move.accept(code=share.code, by=By("person:7"), now=now())
        move.pack(code=share.code, by=By("person:7"), now=now())
    at_rest()
    packets = {each.group_code: each for each in Parcel.objects.exclude(seller_order="")}
    assert {each.state for each in packets.values()} == {"ready"}
    for packet in packets.values():
        label = desk.get(f"{PARCELS}{packet.code}/label.pdf?size=4x6")
        assert (label.status_code, label.content[:5]) == (200, b"%PDF-")
    return packets


def through_the_hubs(desk: Client, shop: LiveShop, packets: dict[str, Parcel]) -> list[Parcel]:
    """Hubs scan them in; what one hub has of one plan's box goes into one box; and out to the post."""
    for packet in packets.values():
        scan(desk, f"{shop.url}/p/{packet.code}/", "at-hub", packet.hub_code)
    boxed = [each for each in packets.values() if each.box_size > 1]
    if boxed:
        act(desk, boxed[0].code, "join")
    travelling = list(Parcel.objects.filter(box__isnull=True).order_by("id"))
    assert all(re.fullmatch(r"EJ\d{9}IN", each.tracking_number) for each in travelling), (
        "the post gave numbers"
    )
    for each in travelling:
        scan(desk, each.tracking_number, "handed-over", each.hub_code)
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"handed-over"}
    return travelling


def one_is_late(post: LocalPost, tray: Parcel, others: list[Parcel]) -> None:
    """The others arrive; the buyer reads that the tray is late before she asks, once."""
    for each in others:
        post.happens(each.tracking_number, "out-for-delivery", office="Srinagar GPO")
        post.happens(each.tracking_number, "delivered")
    settled(lambda: SellerOrder.objects.filter(state="delivered").count() == 2, "two delivered")
    later = now() + timedelta(days=30)
    assert (say_late(now=later), say_late(now=later)) == (1, 0)
    at_rest()
    (letter,) = MailMessage.objects.filter(kind="later")
    assert "comes later" in letter.subject


def books() -> dict[str, Decimal]:
    return {
        "due": ledger.balance(ledger.account_of("due-from-carriers", "India Post")).amount,
        "income": ledger.balance(ledger.account_of("carrier-compensation")).amount,
        "bank": ledger.balance(ledger.account_of("bank")).amount,
    }


def broken_and_claimed(desk: Client, tray: Parcel) -> dict[str, Decimal]:
    """The post breaks the tray: what it pays of a loss is due from it at once. Returns the books before that."""
    before = books()
    act(desk, tray.code, "trouble", kind="damaged", bearer="carrier", words="Crushed in the bag")
    tray.refresh_from_db()
    assert tray.state == "damaged" and tray.declared_value > PAID_AT_MOST
    assert {name: value - before[name] for name, value in books().items()} == {
        "due": PAID_AT_MOST,
        "income": PAID_AT_MOST,
        "bank": 0,
    }
    assert broken_clauses() == {}
    return before


def credited_to_the_group() -> None:
    """The group gets what it would have had once a second person agrees; it does not wait for the post."""
    credit = Adjustment.objects.get(kind="credit")
    assert (credit.state, credit.group_code) == ("proposed", "KZ11")
    checker = staff(Role.FINANCE_CHECKER, name="C")
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()


def paid_by_the_post(desk: Client, tray: Parcel, before: dict[str, Decimal]) -> None:
    """Finance sees how old the claim is; the post pays a part of it, and refuses the rest."""
    finance = staff(Role.FINANCE_MAKER)
    assert "Due from carriers, by age" in finance.get(f"{PARCELS}claims/").content.decode()
    settle = f"{PARCELS}claims/{tray.troubles.get().pk}/"
    key = re.search(r'name="key" value="([^"]+)"', desk.get(settle).content.decode())[1]
    today = clock.today()
    given = {"key": key, "to": "paid", "paid": "90", "reference": "POST77000123", "settled_on": today}
    for _twice in range(2):
        assert desk.post(settle, given).status_code == 302
    assert {name: value - before[name] for name, value in books().items()} == {
        "due": 0,
        "income": 90,
        "bank": 90,
    }
    assert "of <bdi>" in finance.get(f"{PARCELS}claims/").content.decode()
