"""What others did to a group's orders, money and goods is told; what she did herself she knows."""

import pytest
from django.utils.translation import override

from catalogue import facade as catalogue
from catalogue.models import PhotoConsent
from catalogue.services.decide import send_back
from catalogue.services.photo_desk import withdraw_consent
from jkrlm.kernel import clock, relay
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User
from sellers.notices import facade
from sellers.notices.models import Notice
from sellers.orders.models import SellerOrder
from tests.catalogue.goods import cushion, editor, let_sell, on_sale
from tests.earnings.world import sell
from tests.photos.samples import good
from tests.photos.world import kept, photo
from tests.portal.world import SHARED, Phone, Village, texts_to

pytestmark = pytest.mark.django_db

WOMEN = ("Haseena Begum", "Shameema Akhter", "Rafiqa Jan")


@pytest.fixture
def order(village: Village) -> SellerOrder:
    (line,) = sell("1042", ("Kani stole", "2000"), delivered_on=None)
    return line.seller_order


def moved(by: str) -> Event:
    payload = {"code": "1042-KZ09", "group": "KZ09", "state": "cancelled", "reason": "x", "by": by}
    return Event(1, "SellerOrderMoved", payload, clock.now())


def taken_back(by: str, kind: str = "cancelled-lines") -> Event:
    payload = {"code": "1042-KZ09", "group": "KZ09", "kind": kind, "reference": "A1", "by": by}
    return Event(1, "SellerOrderTakenBack", payload, clock.now())


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person", flat=True))


def women(village: Village) -> set[int]:
    return {village.people[name] for name in WOMEN}


def user_of(phone: Phone) -> str:
    return f"person:{User.objects.get(pk=phone.client.session['_auth_user_id']).pk}"


@pytest.mark.parametrize("by", ["store", "person:999999"], ids=["the buyer in the store", "staff"])
def test_an_order_that_others_cancel_is_told(village: Village, order: SellerOrder, by: str) -> None:
    for _time in range(2):
        facade.on_seller_order_moved(moved(by))
    assert told("order-called-off") == women(village)
    assert not told("order-cancelled")


def test_what_the_clock_cancels_is_told_with_its_cause(village: Village, order: SellerOrder) -> None:
    facade.on_seller_order_moved(moved("clock"))
    assert told("order-cancelled") == {village.people["Haseena Begum"], village.people["Shazia Bano"]}
    assert not told("order-called-off")


def test_what_she_or_her_helper_does_is_no_news(village: Village, order: SellerOrder, crp: Phone) -> None:
    own = Phone(SHARED).trust()
    own.choose(village.people["Haseena Begum"])
    for by in (user_of(own), user_of(crp)):
        facade.on_seller_order_moved(moved(by))
        facade.on_seller_order_shortened(taken_back(by))
    assert not Notice.objects.exists()


def test_pieces_that_others_take_out_are_told(village: Village, order: SellerOrder) -> None:
    for kind in ("return", "allowance"):
        facade.on_seller_order_shortened(taken_back("person:999999", kind))
    assert not Notice.objects.exists()
    for _time in range(2):
        facade.on_seller_order_shortened(taken_back("person:999999"))
    assert told("order-shortened") == women(village)
    assert Notice.objects.count() == len(WOMEN)


@pytest.mark.parametrize("kind", ["penalty", "credit"])
def test_what_staff_take_or_give_is_told_with_its_amount(village: Village, kind: str) -> None:
    payload = {"group": "KZ09", "kind": kind, "amount": "1250.50", "reference": "P-1"}
    for _time in range(2):
        facade.on_seller_adjusted(Event(1, "SellerAdjusted", payload, clock.now()))
    assert told(kind) == women(village)
    (row,) = facade.notices(village.people["Rafiqa Jan"], language="en", most=5)
    assert "₹1,250.50" in row.words


def test_goods_that_an_editor_sends_back_are_told_by_their_name(village: Village) -> None:
    her = village.people["Shameema Akhter"]
    sent = catalogue.propose(cushion(person_id=her))
    send_back(
        listing_id=sent.id,
        version=sent.version,
        reasons=["photo-dark"],
        words="",
        text=None,
        actor=editor(),
        now=clock.now(),
    )
    recorded = OutboxMessage.objects.get(name="ListingSentBack").payload["title"]
    assert recorded == "Crewel embroidery"
    while relay.deliver_pending(limit=100):
        pass
    assert told("goods-sent-back") == {her}
    assert recorded in texts_to(SHARED)[0]


def test_a_picture_that_left_the_shop_is_told_in_her_language_each_time(
    village: Village, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    let_sell("KZ09")
    catalogue.provision()
    her, staff = village.people["Shameema Akhter"], editor()
    row = on_sale(cushion(person_id=her, photo_keys=(kept(good(1)),)))
    one = photo(row)
    for number in (1, 2):
        said = catalogue.Yes(f"y{number}", "Zeba Jan", "", "paper", "Form 7", clock.today())
        consent = catalogue.record_photo_consent(
            photo_id=one.pk, yes=said, actor=staff, now=clock.now(), today=clock.today()
        )
        relay.drain()
        assert Notice.objects.filter(kind="photo-hidden").count() == number - 1
        for _time in range(2):
            withdraw_consent(consent_id=consent.pk, words="", actor=staff, now=clock.now())
        relay.drain()
        assert Notice.objects.filter(kind="photo-hidden").count() == number
    assert PhotoConsent.objects.exclude(withdrawn_at=None).count() == 2
    assert told("photo-hidden") == {her}
    told_her = set()
    for language in ("en", "hi", "ur"):
        with override(language):
            rows = facade.notices(her, language=language, most=9)
        told_her.add(next(each.words for each in rows if each.icon == "warn"))
    assert len(told_her) == 3 and all("Crewel" in each for each in told_her)
    assert any("Crewel Cushion, blue vine is not shown any more" in each for each in told_her)
