"""What was held is payable once the parcel arrived and the buyer can no longer send it back."""

from datetime import date, timedelta

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from sellers.ledger.facade import Refund, Reversal
from sellers.orders.clearing import CHUNK, clear_due_shares, uncleared_shares
from sellers.orders.facade import last_window_day
from sellers.orders.models import Adjustment, SellerOrder
from tests.ledger.conftest import DAY, FEDERATION, stole
from tests.ledger.conftest import sale as sale_of
from tests.payouts.world import days_ago, rupees, seller_order, sold, stands

pytestmark = pytest.mark.django_db

GETS = "271.68"  # 300 less 8 % commission with 18 % GST


def cleared(*, days_later: int = 0) -> int:
    return clear_due_shares(now=clock.now() + timedelta(days=days_later))


def test_a_share_clears_on_the_day_after_the_window(settings):
    settings.RETURN_WINDOW_DAYS = 7
    sold("KZ09", "1042", delivered_on=days_ago(7))
    assert last_window_day(date(2026, 11, 20)) == date(2026, 11, 27)
    assert cleared() == 0
    assert stands("KZ09") == f"held {GETS} payable 0.00 due 0.00"

    assert cleared(days_later=1) == 1
    assert stands("KZ09") == f"held 0.00 payable {GETS} due 0.00"
    assert cleared(days_later=2) == 0
    assert stands("KZ09") == f"held 0.00 payable {GETS} due 0.00"


@pytest.mark.parametrize("state", ["new", "accepted", "packed", "handed-over", "cancelled", "returned"])
def test_what_did_not_arrive_does_not_clear(state):
    sold("KZ09", "1042")
    seller_order("KZ09", "1042", delivered_on=None, state=state).save()
    assert cleared(days_later=400) == 0
    assert stands("KZ09") == f"held {GETS} payable 0.00 due 0.00"


def test_of_a_parcel_that_came_back_in_part_the_rest_clears():
    item = sold("KZ09", "1042", delivered_on=days_ago(20))
    ledger.refund_share(Refund("1042", item, "R1", rupees(150), DAY))
    assert cleared() == 1
    assert stands("KZ09") == "held 0.00 payable 135.84 due 0.00"


def test_a_share_that_was_refunded_whole_is_left_alone():
    item = sold("KZ09", "1042", delivered_on=days_ago(20))
    sold("KZ10", "1043", delivered_on=days_ago(20))
    ledger.refund_share(Refund("1042", item, "R1", rupees(300), DAY, rupees(40)))
    assert cleared() == 1
    assert (stands("KZ09"), stands("KZ10")) == (
        "held 0.00 payable 0.00 due 0.00",
        f"held 0.00 payable {GETS} due 0.00",
    )


def test_nothing_clears_while_a_return_is_open():
    item = sold("KZ09", "1042", delivered_on=days_ago(20))
    asked = Adjustment.objects.create(
        kind="return",
        seller_order=SellerOrder.objects.get(code=item),
        group_code="KZ09",
        order_number="1042",
        amount=100,
        reason="Torn",
        key="a",
        proposed_by="person:1",
        proposed_at=clock.now(),
    )
    assert cleared() == 0
    assert stands("KZ09") == f"held {GETS} payable 0.00 due 0.00"
    Adjustment.objects.filter(pk=asked.pk).update(
        state="refused", decided_by="person:2", decided_at=clock.now()
    )
    assert cleared() == 1
    assert stands("KZ09") == f"held 0.00 payable {GETS} due 0.00"


def test_what_a_whole_return_left_of_a_share_clears():
    item = sold("KZ09", "1042", delivered_on=days_ago(20))
    ledger.refund_share(Refund("1042", item, "R1", rupees(290), DAY))
    SellerOrder.objects.filter(code=item).update(state="returned")
    assert cleared() == 1
    assert stands("KZ09") == "held 0.00 payable 9.06 due 0.00"


def test_the_tax_of_a_federation_is_handed_over_with_the_share():
    ledger.recognise_sale(sale_of("1042", stole("1042-KZ09")))
    seller_order("KZ09", "1042", delivered_on=days_ago(20)).save()
    assert cleared() == 1
    assert stands("KZ09") == "held 0.00 payable 1764.00 due 0.00"
    assert stands(FEDERATION.key) == "held 0.00 payable 88.00 due 0.00"


def test_a_clearing_that_finance_took_back_is_not_made_again_by_the_clock():
    item = sold("KZ09", "1042", delivered_on=days_ago(20))
    cleared()
    ledger.reverse_entry(Reversal(ledger.key_of("clearing", "1042", item), "Disputed", DAY))
    assert cleared() == 0
    assert stands("KZ09") == f"held {GETS} payable 0.00 due 0.00"


def test_a_share_that_the_books_refuse_is_logged_and_named_and_the_others_clear(caplog):
    sold("KZ09", "1042", delivered_on=days_ago(20))
    bad = sold("KZ10", "1043", delivered_on=days_ago(20))
    sold("KZ11", "1044", delivered_on=days_ago(20))
    SellerOrder.objects.filter(code=bad).update(order_number="9999")
    assert {each.code for each in uncleared_shares(now=clock.now())} >= {bad, "1042-KZ09"}

    assert cleared() == 2

    assert (stands("KZ09"), stands("KZ10"), stands("KZ11")) == (
        f"held 0.00 payable {GETS} due 0.00",
        f"held {GETS} payable 0.00 due 0.00",
        f"held 0.00 payable {GETS} due 0.00",
    )
    (left,) = uncleared_shares(now=clock.now())
    assert (left.order, left.code) == ("9999", bad)
    assert f"Share {bad} of order 9999 does not clear" in caplog.text
    assert cleared() == 0


def test_more_than_a_chunk_clears_whole():
    count = CHUNK + 3
    ledger.recognise_sales([sale_of(str(number), _share(number)) for number in range(count)])
    SellerOrder.objects.bulk_create(
        seller_order(f"K{number % 7}", str(number), delivered_on=days_ago(9)) for number in range(count)
    )
    assert cleared() == count
    assert cleared() == 0


def _share(number: int):
    from tests.ledger.conftest import jam

    return jam(f"{number}-K{number % 7}", group_code=f"K{number % 7}")
