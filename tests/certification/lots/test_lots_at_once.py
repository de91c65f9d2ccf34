"""Two orders at the same moment never get the same piece."""

from functools import partial

import pytest

import certification.lots.facade as lots
from certification.lots.models import Lot, Recall
from tests.certification.lots.world import BY, SAFFRON, key, saffron
from tests.common.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_ten_orders_for_the_last_three_pieces() -> None:
    lot = saffron(3)
    found = at_once(
        *(
            lambda at=at: lots.assign(key(), f"10{at}-KZ09", "1", SAFFRON, lot.number, 1, BY)
            for at in range(10)
        )
    )
    assert [type(each) for each in found].count(lots.LotExhausted) == 7
    assert Lot.objects.get().assigned == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_form_pressed_twice_at_once_assigns_once() -> None:
    lot, form = saffron(5), key()
    at_once(*(lambda: lots.assign(form, "1042-KZ09", "1", SAFFRON, lot.number, 2, BY) for _ in range(4)))
    assert Lot.objects.get().assigned == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_piece_in_two_orders_at_once() -> None:
    lot = saffron(5)
    found = at_once(
        *(
            lambda at=at: lots.assign(key(), f"10{at}", "1", SAFFRON, lot.number, 1, BY, serials=("AAA",))
            for at in range(4)
        )
    )
    assert [type(each) for each in found].count(lots.UnitSold) == 3
    assert Lot.objects.get().assigned == 1


@pytest.mark.django_db(transaction=True)
def test_an_order_during_a_recall_is_named_in_it_or_refused() -> None:
    for _round in range(5):
        lot, order = saffron(5), f"{key()[:8]}-KZ09"
        sale, called = at_once(
            partial(lots.assign, key(), order, "1", SAFFRON, lot.number, 1, BY),
            partial(lots.recall, lot.number, "Moisture of 14 %", "group", BY, key()),
        )
        assert isinstance(called, lots.Recall)
        if isinstance(sale, lots.LotNotForSale):
            assert called.orders == ()
        else:
            assert called.orders == (order,)
    assert Recall.objects.count() == 5
