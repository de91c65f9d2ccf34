"""A road closes over what was promised: the days move, the first promise is kept, the buyer is told, once."""

from datetime import date, timedelta

import pytest
from django.db import connection

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role
from jkrlm.people.models import SmsMessage
from logistics.models import RoadClosure
from logistics.services.close_road import ClosureWish, close_road, lift_closure
from sellers.orders.models import PromiseChange, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from storefront.models import MailMessage
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.registry.world import somebody
from tests.seller_orders.conftest import again, ordered, sent_and_delivered

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def close(
    key: str = "c", *, days: int = 5, ends: date | None = None, instead_of: int | None = None
) -> RoadClosure:
    """Snow on the way to Narbal: 193401, where KZ09 is and KZ11 is not."""
    wish = ClosureWish(
        prefix="193",
        district="",
        only_crossing=False,
        begins=today(),
        ends=ends or today() + timedelta(days=60),
        days_added=days,
        reason="Snow at Narbal",
    )
    made = close_road(
        wish=wish, key=key, by=somebody(f"By {key}", Role.LOGISTICS), now=now(), instead_of=instead_of
    )
    at_rest()
    return made


def letters() -> list[MailMessage]:
    return list(MailMessage.objects.filter(kind=MailMessage.Kind.LATER).order_by("id"))


def test_a_parcel_behind_the_closed_road_comes_later_and_the_other_as_promised(shop: LiveShop) -> None:
    buyer, stole, tray = ordered(shop, "stripe")
    closure = close()
    moved = SellerOrder.objects.get(pk=stole.pk)
    change = PromiseChange.objects.get()
    assert moved.latest >= stole.latest + timedelta(days=5)
    assert moved.earliest >= stole.earliest
    assert (moved.ship_on, moved.pack_by) == (stole.ship_on, stole.pack_by)
    assert (change.seller_order_id, change.closure_id) == (stole.pk, closure.pk)
    assert (change.latest_before, change.latest) == (stole.latest, moved.latest)
    untouched = SellerOrder.objects.get(pk=tray.pk)
    assert (untouched.earliest, untouched.latest) == (tray.earliest, tray.latest)
    (letter,) = letters()
    assert letter.subject == f"Order {stole.order_number}: a parcel comes later"
    assert "Snow at Narbal" in letter.text
    assert "Until it is packed you may cancel it" in letter.text
    page = buyer.web.get(f"/orders/{letter.access.token}/").text
    assert "Later than promised" in page
    assert "Lost or broken on the way: your money back, or the piece again." in page
    again()
    at_rest()
    assert PromiseChange.objects.count() == len(letters()) == 1
    assert broken_clauses() == {}


def test_a_closure_that_lasts_longer_counts_from_the_first_promise(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    first = close()
    five = SellerOrder.objects.get(pk=stole.pk).latest
    close("longer", days=9, instead_of=first.pk)
    nine = SellerOrder.objects.get(pk=stole.pk).latest
    assert timedelta(days=9) <= nine - stole.latest <= timedelta(days=10)
    assert nine > five
    second = RoadClosure.objects.get(replaces=first)
    lift_closure(closure_id=second.pk, reason="Cleared", key="l", by=somebody("X", Role.LOGISTICS), now=now())
    at_rest()
    assert SellerOrder.objects.get(pk=stole.pk).latest == nine
    assert len(letters()) == 2


def test_a_box_waits_for_the_share_behind_the_closed_road(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    days = {"ship_on": stole.ship_on, "earliest": stole.earliest, "latest": stole.latest}
    SellerOrder.objects.update(
        box_key="parcel--hub-jammu", via_hub="hub-jammu", pack_by=stole.pack_by, **days
    )
    close()
    moved = SellerOrder.objects.order_by("group_code")
    assert {part.latest for part in moved} == {moved[0].latest}
    assert moved[0].latest > stole.latest
    assert PromiseChange.objects.filter(seller_order=tray).count() == 1


def test_what_arrived_or_was_cancelled_is_not_promised_again(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    move.cancel(code=tray.code, by=By("store"), now=now(), reason="Broken")
    at_rest()
    close()
    assert not PromiseChange.objects.exists()
    assert letters() == []


def test_a_buyer_without_a_mailbox_is_told_by_sms_once(shop: LiveShop) -> None:
    ordered(shop, "stripe")
    with connection.cursor() as cursor:  # as of a buyer who signed in by phone
        cursor.execute("UPDATE store_order_order SET user_email = 'p1@buyers.invalid'")
    close()
    again()
    at_rest()
    (message,) = SmsMessage.objects.filter(template="promise-moved")
    assert message.language == "en"
    assert [letter.state for letter in letters()] == ["withheld"]
